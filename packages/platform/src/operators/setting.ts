import { SettingFault } from '../config/read-settings.ts'
import { setting } from '../config/settings.ts'
import type { OperatorEntry } from './operator.ts'
import { LOCAL, ROLES } from './operator.ts'
import { readHash } from './password.ts'

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** OPS_USERS: `name:role:hash,…` as npm run ops:user prints them. A fault tells the place of the entry, never its hash. */
export const operatorList = setting<OperatorEntry[]>('entries of npm run ops:user', (input) => {
  const items = input.split(',').map((item) => item.trim())
  const names = items.map((item) => item.split(':')[0] ?? '')
  const faults = items.flatMap((item, index) => faultsOf(item, names.slice(0, index)).map(at(index)))
  if (faults.length > 0) throw new SettingFault(faults.join('; '))
  return items.map(readEntry)
})

const at = (index: number) => (fault: string) => `entry ${index + 1} ${fault}`

/** What is wrong with an entry, after those of these names. */
export function faultsOf(item: string, namesBefore: string[]): string[] {
  const [name = '', role, hash, ...more] = item.split(':')
  if (role === undefined || hash === undefined || more.length > 0) return ['must be name:role:hash']
  const faults: string[] = []
  if (!NAME.test(name)) faults.push('must have a name of at most 64 letters, digits, dots, hyphens and underscores')
  if (name === LOCAL.name) faults.push(`must not be called ${LOCAL.name}, which is whoever needs no sign-in`)
  if (namesBefore.includes(name)) faults.push(`must not have the name of entry ${namesBefore.indexOf(name) + 1}`)
  if (!ROLES.some((known) => known === role)) faults.push(`must have one of the roles ${ROLES.join(', ')}`)
  if (!readHash(hash)) faults.push('must have a hash as npm run ops:user makes it')
  return faults
}

function readEntry(item: string): OperatorEntry {
  const [name, role, hash] = item.split(':') as [string, OperatorEntry['role'], string]
  return { name, role, hash: readHash(hash) as string }
}
