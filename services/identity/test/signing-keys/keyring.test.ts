import { randomBytes } from 'node:crypto'
import t from 'tap'
import { rotateKeys } from '../../src/signing-keys/rotate-keys.ts'
import { refuseUnusable } from '../../src/signing-keys/unusable.ts'
import { call, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { headerOf } from '../fixtures/tokens.ts'
import { keysOf, kidOf } from './keys-of.ts'

const SEALED_ELSEWHERE = { message: /sealed under a key that is not in use/ }

const secret = () => randomBytes(32).toString('base64')

t.test('a key that is gone from the database verifies nothing any more, cached or not', async (t) => {
  const identity = await startIdentity(t, { relay: false })
  const person = await signedInUser(identity)
  t.equal((await person.get('profile')).statusCode, 200)
  await identity.query('delete from identity.signing_keys')
  isRefused(t, await person.get('profile'), 'token_invalid')
})

t.test('the private halves are sealed anew under the newest secret, so that the old one can be dropped', async (t) => {
  const [old, fresh] = [secret(), secret()]
  const first = await startIdentity(t, { relay: false, env: { IDENTITY_SECRET: old } })
  const person = await signedInUser(first)
  const [next, current] = [await kidOf(first, 'next'), await kidOf(first, 'current')]
  const both = await startIdentity(t, { relay: false, env: { IDENTITY_SECRET: `${fresh},${old}` }, beside: first })
  await both.deps.keyring.current()

  const alone = await startIdentity(t, { relay: false, env: { IDENTITY_SECRET: fresh }, beside: first })
  t.equal((await alone.deps.keyring.current()).kid, current)
  const { token } = person
  t.equal((await call(alone, 'GET', 'profile', undefined, { token })).statusCode, 200)
  await rotateKeys(alone.deps, alone.orm.em.fork(), { hasten: true })
  t.equal(headerOf((await signedInUser(alone)).token).kid, next, 'the next one too')
})

t.test('a secret that does not open the keys is refused, and changes none', async (t) => {
  const identity = await startIdentity(t, { relay: false })
  await identity.deps.keyring.current()
  const stranger = await startIdentity(t, { relay: false, env: { IDENTITY_SECRET: secret() }, beside: identity })
  const before = await keysOf(identity)
  await t.rejects(stranger.deps.keyring.current(), SEALED_ELSEWHERE)
  await t.rejects(rotateKeys(stranger.deps, stranger.orm.em.fork(), { hasten: true }), SEALED_ELSEWHERE)
  t.same(await keysOf(identity), before)
})

t.test('an installation that knew no next key gets one, and its tokens go on', async (t) => {
  const earlier = await startIdentity(t, { relay: false })
  const { token } = await signedInUser(earlier)
  // As the migration leaves what the version before it made.
  await earlier.query('delete from identity.signing_keys where current_since is null')
  const starts = [1, 2, 3].map(() => startIdentity(t, { relay: false, beside: earlier }))
  const updated = await Promise.all(starts)
  await Promise.all(updated.map(({ deps }) => deps.keyring.current()))
  t.same((await keysOf(earlier)).map(({ state }) => state).sort(), ['current', 'next'])
  t.equal(await kidOf(earlier, 'current'), headerOf(token).kid)
  for (const identity of updated) {
    t.equal((await call(identity, 'GET', 'profile', undefined, { token })).statusCode, 200)
  }
})

t.test('a database that lacks our tables, or has those of an earlier version, is told by its setting', async (t) => {
  const identity = await startIdentity(t, { relay: false })
  const start = () => identity.deps.keyring.current().catch(refuseUnusable)
  const fault = { message: /DATABASE_URL: run npm run migrate first/ }
  await identity.query('alter table identity.signing_keys drop column retired_at cascade')
  await t.rejects(start(), fault)
  await identity.query('drop table identity.signing_keys')
  await t.rejects(start(), fault)
})

t.test('private halves are kept sealed, and only as long as they are of use', async (t) => {
  const identity = await startIdentity(t, { relay: false })
  await signedInUser(identity)
  await rotateKeys(identity.deps, identity.orm.em.fork(), { hasten: true })
  const rows = await identity.query<{ retired: boolean; sealed: string; text: string }>(
    `select retired_at is not null as retired, sealed_private_jwk as sealed, k::text as text
     from identity.signing_keys k order by created_at`
  )
  t.same(
    rows.map(({ retired, sealed }) => [retired, sealed === '']),
    [
      [true, true],
      [false, false],
      [false, false]
    ]
  )
  for (const { text, sealed } of rows) {
    t.notMatch(text, /"d"|PRIVATE/)
    if (!sealed) continue
    const [header = '', , , sealedText = ''] = sealed.split('.')
    t.match(JSON.parse(Buffer.from(header, 'base64url').toString()), { alg: 'dir', enc: 'A256GCM' })
    t.notMatch(Buffer.from(sealedText, 'base64url').toString('latin1'), /"kty"|"d"/)
  }
})
