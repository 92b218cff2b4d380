import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { readSettings } from '@gatehouse/platform/config/read-settings'
import { SERVICE_SETTINGS } from '@gatehouse/platform/config/service-settings'
import { operatorSignIn } from '@gatehouse/platform/operators/sign-in'
import t from 'tap'

const SCRIPT = join(import.meta.dirname, '../make-secrets.ts')

t.test('what the local stack needs is made once, and lets the operator in', async (t) => {
  const [folder, operatorsFolder] = ['secrets', 'operators'].map((name) => join(t.testdir(), name)) as [string, string]
  const run = () => execFileSync(process.execPath, [SCRIPT, folder, operatorsFolder], { encoding: 'utf8' })
  const read = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8')
  const first = run()
  const made = parseEnv(read(folder, 'gatehouse.env'))
  t.same(readdirSync(folder).toSorted(), ['gatehouse.env', 'postgres-password'])
  t.match(made.DATABASE_URL, `:${read(folder, 'postgres-password')}@postgres:5432/`)
  const password = read(operatorsFolder, 'operator-password')
  t.match(first, `sign in as operator, with the password ${password}\n`)

  const { OPS_USERS } = readSettings(made, SERVICE_SETTINGS)
  const signIn = operatorSignIn(OPS_USERS, () => new Date())
  const roleOf = async (name: string, password: string) => (await signIn({ name, password, address: '::1' }))?.role
  t.equal(await roleOf('operator', password), 'operator')
  t.equal(await roleOf('prometheus', read(operatorsFolder, 'prometheus-password')), 'viewer')

  t.equal(run(), first, 'a second run changes nothing')
  t.same(parseEnv(read(folder, 'gatehouse.env')), made)
})
