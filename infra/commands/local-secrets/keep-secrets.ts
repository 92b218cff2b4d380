import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeEntry } from '@gatehouse/platform/operators/make-entry'
import { generatePassword } from '@gatehouse/platform/operators/password'
import { writeWhole } from './write-whole.ts'

export type LocalSecrets = Awaited<ReturnType<typeof make>>

/** The secrets of one local stack, made by whoever comes first. */
export async function keepSecrets(folder: string): Promise<LocalSecrets> {
  const path = join(folder, 'secrets.json')
  if (!existsSync(path)) writeWhole(path, JSON.stringify(await make()))
  return JSON.parse(readFileSync(path, 'utf8'))
}

async function make() {
  const key = () => randomBytes(32).toString('base64')
  const password = () => randomBytes(24).toString('base64url')
  const [operator, prometheus] = [generatePassword(), generatePassword()]
  const entries = [
    await makeEntry('operator', 'operator', operator),
    await makeEntry('prometheus', 'viewer', prometheus)
  ]
  return {
    postgres: password(),
    database: password(),
    redis: password(),
    operator,
    prometheus,
    operators: entries.join(','),
    identity: key(),
    sealing: key()
  }
}
