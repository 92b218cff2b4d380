import { hash } from '@node-rs/argon2'
import t from 'tap'
import type { ConfigurationFault } from '../../src/config/configuration-fault.ts'
import { readSettings } from '../../src/config/read-settings.ts'
import { hashForEntry } from '../../src/operators/password.ts'
import { operatorList } from '../../src/operators/setting.ts'

const read = (OPS_USERS: string) => readSettings({ OPS_USERS }, { OPS_USERS: operatorList({ default: [] }) }).OPS_USERS
const encoded = (phc: string) => Buffer.from(phc).toString('base64url')

function faultOf(setting: string): string {
  try {
    read(setting)
    return ''
  } catch (error) {
    return (error as ConfigurationFault).faults.join('\n')
  }
}

t.test('what npm run ops:user prints is understood', async (t) => {
  const made = await hashForEntry('a password of some length')
  t.match(made, /^[\w-]+$/, 'nothing in it means anything to a shell, to a .env file or to the list')
  t.match(read(`desk:operator:${made}, wall:viewer:${made}`), [
    { name: 'desk', role: 'operator', hash: /^\$argon2id\$/ },
    { name: 'wall', role: 'viewer', hash: /^\$argon2id\$/ }
  ])
  t.same(read(''), [])
})

t.test('a fault tells the place of the entry and never its hash', async (t) => {
  const made = await hashForEntry('a password of some length')
  const weak = encoded(await hash('x', { memoryCost: 1024, timeCost: 1 }))
  const second = encoded(await hash('x', { algorithm: 0, memoryCost: 19_456, timeCost: 2 }))
  const faults: [string, RegExp][] = [
    [`desk:operator:${made},wall:viewer`, /^OPS_USERS: entry 2 must be name:role:hash$/],
    [`desk:operator:${made}:more`, /entry 1 must be name:role:hash/],
    [`desk:admin:${made}`, /entry 1 must have one of the roles viewer, operator/],
    [`ol ga:viewer:${made}`, /entry 1 must have a name/],
    [`:viewer:${made}`, /entry 1 must have a name/],
    [`local:viewer:${made}`, /entry 1 must not be called local/],
    [`desk:viewer:${made},desk:operator:${made}`, /entry 2 must not have the name of entry 1/],
    ['desk:viewer:a password of some length', /entry 1 must have a hash as npm run ops:user makes it/],
    [`desk:viewer:${weak}`, /entry 1 must have a hash/],
    [`desk:viewer:${second}`, /entry 1 must have a hash/],
    [`desk:viewer:${encoded('$argon2id$v=19$m=19456,t=2,p=1$$')}`, /entry 1 must have a hash/],
    [`desk:viewer:${made},,`, /entry 2 must be name:role:hash; entry 3 must be name:role:hash/]
  ]
  for (const [setting, fault] of faults) {
    t.match(faultOf(setting), fault)
    for (const secret of [made, weak, second, 'a password of some length']) t.notOk(faultOf(setting).includes(secret))
  }
})
