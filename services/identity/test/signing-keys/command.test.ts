import { randomBytes } from 'node:crypto'
import t from 'tap'
import { HOUR } from '../fixtures/clock.ts'
import { call, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { headerOf } from '../fixtures/tokens.ts'
import { keysOf, kidOf, kidsOf } from './keys-of.ts'
import { runKeys, runKeysOf } from './run-keys.ts'

const secret = () => randomBytes(32).toString('base64')
const NOWHERE = 'postgres://gatehouse:a-password@127.0.0.1:1/nowhere'

/** An installation whose keys were made an hour ago. */
async function startOld() {
  const identity = await startIdentity(t, { relay: false })
  identity.clock.advance(-HOUR)
  await identity.deps.keyring.current()
  identity.clock.advance(HOUR)
  return identity
}

t.test('a command says what it does', async (t) => {
  t.match(await runKeys(['rotate', '--help']), { code: 0, stdout: /npm run keys:rotate: /, stderr: '' })
})

t.test('what cannot be done is told in a sentence, and by the exit code', async (t) => {
  const [misused, unset, away] = await Promise.all([
    runKeys(['withdraw']),
    runKeys(['list']),
    runKeys(['list'], { DATABASE_URL: NOWHERE })
  ])
  t.match(misused, { code: 1, stdout: '', stderr: /name one kid, or give --current/ })
  t.match(unset, { code: 78, stdout: '', stderr: /DATABASE_URL: must be set/ })
  t.match(away, { code: 1, stdout: '', stderr: /failed: .*ECONNREFUSED/ })
  t.notMatch(away.stderr, /a-password| {4}at /)
})

t.test('secrets that do not open the keys change none', async (t) => {
  const identity = await startOld()
  const before = await keysOf(identity)
  const stranger = { DATABASE_URL: identity.database.url, IDENTITY_SECRET: secret() }
  for (const args of [['rotate'], ['withdraw', '--current']]) {
    const { code, stderr } = await runKeys(args, stranger)
    t.equal(code, 78)
    t.match(stderr, /IDENTITY_SECRET: must still hold/)
  }
  t.same(await keysOf(identity), before)
})

t.test('the list is for people and for programs', async (t) => {
  const identity = await startOld()
  const keys = await keysOf(identity)
  const [people, programs] = [await runKeysOf(identity, 'list'), await runKeysOf(identity, 'list', '--json')]
  t.same(
    people.stdout.trim().split('\n'),
    keys.map(({ kid, state, since }) => `${kid}  ${state.padEnd(8)}  since ${since.toISOString()}`)
  )
  t.same(JSON.parse(programs.stdout), JSON.parse(JSON.stringify(keys)))
})

t.test('of two rotations at once the second says from when on it can be done', async (t) => {
  const identity = await startOld()
  const { token } = await signedInUser(identity)
  const next = await kidOf(identity, 'next')
  const ends = await Promise.all([runKeysOf(identity, 'rotate'), runKeysOf(identity, 'rotate')])
  const [done, refused] = ends.sort((a, b) => a.code - b.code)
  t.match(done, { code: 0, stdout: /rotated/, stderr: '' })
  t.match(refused, { code: 1, stdout: '', stderr: /too young: .* until 2\d{3}-\d\d-\d\dT.*Z.*--now/ })
  t.equal(await kidOf(identity, 'current'), next)
  t.equal((await call(identity, 'GET', 'profile', undefined, { token })).statusCode, 200)
  t.equal((await runKeysOf(identity, 'rotate', '--now')).code, 0)
  t.equal((await kidsOf(identity, 'previous')).length, 2)
})

t.test('a withdrawn key is gone when the command ends', async (t) => {
  const identity = await startOld()
  const { token } = await signedInUser(identity)
  const { kid } = headerOf(token)
  const ends = await Promise.all([1, 2].map(() => runKeysOf(identity, 'withdraw', kid)))
  const [done, refused] = ends.sort((a, b) => a.code - b.code)
  t.match(done, { code: 0, stdout: `withdrew the current key ${kid}` })
  t.match(refused, { code: 1, stderr: `there is no key ${kid}` })
  isRefused(t, await call(identity, 'GET', 'profile', undefined, { token }), 'token_invalid')

  const current = await kidOf(identity, 'current')
  t.match(await runKeysOf(identity, 'withdraw', '--current'), { code: 0, stdout: `current key ${current}` })
  const published = (await call(identity, 'GET', '/.well-known/jwks.json')).body
  for (const gone of [kid, current]) t.notMatch(published, gone, 'and no longer published')
})
