import { randomBytes } from 'node:crypto'
import { ConfigurationFault } from '@gatehouse/platform/config/configuration-fault'
import t from 'tap'
import { commandSettings } from '../../src/command/settings.ts'
import { readArguments } from '../../src/signing-keys/command/arguments.ts'

const KID = 'x'.repeat(43)
const SECRET = randomBytes(32).toString('base64')
const DATABASE_URL = 'postgres://gatehouse:a-password@h/d'

t.test('a kid is a kid, though one in sixty-four looks like an option', (t) => {
  for (const kid of [KID, KID.replace('x', '-'), KID.replace('xx', '--')]) {
    t.equal(readArguments(['withdraw', kid]).kid, kid)
  }
  t.match(readArguments(['withdraw', '--current']), { kid: undefined, flags: new Set(['current']) })
  t.match(readArguments(['rotate', '--now']), { command: 'rotate', flags: new Set(['now']) })
  t.end()
})

const MISUSED: [string[], RegExp][] = [
  [[], /no command ""/],
  [['renew'], /no command "renew"/],
  [['rotate', '--nwo'], /--nwo.*keys:rotate -- --help/],
  [['rotate', '--current'], /--current/],
  [['rotate', KID], /no kid is wanted/],
  [['list', 'all'], /no kid is wanted/],
  [['withdraw'], /name one kid, or give --current/],
  [['withdraw', KID, KID], /name one kid/],
  [['withdraw', '--current', KID], /no kid is wanted/]
]

t.test('what is not understood is refused, not guessed', (t) => {
  for (const [args, message] of MISUSED) t.throws(() => readArguments(args), { message })
  t.end()
})

function faultsOf(environment: Record<string, string>, withSecret = true) {
  try {
    commandSettings({ DATA_DIR: '/nowhere', ...environment }, { withSecret })
    return ''
  } catch (error) {
    if (error instanceof ConfigurationFault) return error.message
    throw error
  }
}

t.test('only what a command needs is asked for, and no value is printed', (t) => {
  const wrong = faultsOf({ DATABASE_URL: 'mysql://u:a-password@h/d', IDENTITY_SECRET: 'c2hvcnQ=' })
  t.match(wrong, /DATABASE_URL: must be a URL/)
  t.match(wrong, /IDENTITY_SECRET: must be a comma-separated list/)
  t.notMatch(wrong, /a-password|c2hvcnQ/)
  t.equal(faultsOf({ DATABASE_URL, IDENTITY_SECRET: SECRET, NODE_ENV: 'production' }), '')
  t.equal(faultsOf({ DATABASE_URL, NODE_ENV: 'production' }, false), '')
  t.end()
})

t.test('production takes no secret that was generated, and no database that nobody named', (t) => {
  const faults = faultsOf({ NODE_ENV: ' production ' })
  t.match(faults, /DATABASE_URL: must be set/)
  t.match(faults, /IDENTITY_SECRET: must be set/)
  t.end()
})
