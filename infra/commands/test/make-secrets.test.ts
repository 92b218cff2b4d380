import { execFileSync, spawnSync } from 'node:child_process'
import { globSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { readSettings } from '@gatehouse/platform/config/read-settings'
import { SERVICE_SETTINGS } from '@gatehouse/platform/config/service-settings'
import { operatorSignIn } from '@gatehouse/platform/operators/sign-in'
import t from 'tap'

const SCRIPT = join(import.meta.dirname, '../make-secrets.ts')
const run = (folder: string) => execFileSync(process.execPath, [SCRIPT, folder], { encoding: 'utf8' })
const filesIn = (folder: string) => {
  const names = globSync('**/*', { cwd: folder, withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(
    names.map(({ parentPath, name }) => {
      const path = join(parentPath, name)
      return [path.slice(folder.length + 1), readFileSync(path, 'utf8')]
    })
  )
}

t.test('what the local stack needs is made once, and lets the operator in', async (t) => {
  const folder = t.testdir()
  const said = run(folder)
  const made = filesIn(folder)
  const password = made['operators/operator-password'] ?? ''
  t.match(said, `sign in as operator, with the password ${password}\n`)

  const { OPS_USERS } = readSettings(parseEnv(made['identity/settings.env'] ?? ''), SERVICE_SETTINGS)
  const signIn = operatorSignIn(OPS_USERS, () => new Date())
  const roleOf = async (name: string, password = '') => (await signIn({ name, password, address: '::1' }))?.role
  t.equal(await roleOf('operator', password), 'operator')
  t.equal(await roleOf('prometheus', made['prometheus/password']), 'viewer')

  t.equal(run(folder), said, 'a second run changes nothing')
  t.same(filesIn(folder), made)
  for (const part of ['identity', 'operators', 'redis']) rmSync(join(folder, part), { recursive: true })
  t.equal(run(folder), said, 'a volume that was lost is filled again')
  t.same(filesIn(folder), made)
})

t.test('each part of the stack is given what it needs, and the key of another one to nobody', async (t) => {
  const folder = t.testdir()
  run(folder)
  const made = filesIn(folder)
  const settings = (name: string) => parseEnv(made[`${name}/settings.env`] ?? '')
  const { IDENTITY_SECRET, ...shared } = settings('identity')
  t.same(settings('notification'), shared)
  t.match(shared.DATABASE_URL, `:${made['postgres/gatehouse-password']}@postgres:5432/`)
  t.equal(made['redis/redis.conf'], `requirepass ${new URL(shared.QUEUE_URL ?? '').password}\n`)
  const knowing = (secret = '') => Object.keys(made).filter((name) => made[name]?.includes(secret))
  t.same(knowing(IDENTITY_SECRET).toSorted(), ['identity/settings.env', 'kept/secrets.json'])
  t.same(knowing(made['postgres/postgres-password']).toSorted(), ['kept/secrets.json', 'postgres/postgres-password'])
})

t.test('without a folder it says how it is used, and makes nothing', async (t) => {
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT], { encoding: 'utf8', cwd: t.testdir() })
  t.equal(status, 2)
  t.match(stderr, 'make-secrets <folder>')
})
