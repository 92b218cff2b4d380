import t from 'tap'
import { forgetKeys } from '../../src/signing-keys/forget-keys.ts'
import { createKeyring } from '../../src/signing-keys/keyring.ts'
import { rotateKeys } from '../../src/signing-keys/rotate-keys.ts'
import { SECOND } from '../fixtures/clock.ts'
import { call, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import type { Identity } from '../fixtures/start-identity.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { headerOf } from '../fixtures/tokens.ts'
import { keysOf, kidOf, kidsOf } from './keys-of.ts'

const KNOWN_AFTER = 605 * SECOND
const TOO_YOUNG = { message: /the next key is too young/ }
const SPENT_AFTER = (900 + 600 + 5 + 60) * SECOND

const rotate = (identity: Identity, hasten = false) => rotateKeys(identity.deps, identity.orm.em.fork(), { hasten })
const profile = (identity: Identity, token: string) => call(identity, 'GET', 'profile', undefined, { token })

t.test('nobody is signed out by a rotation, in whichever process', async (t) => {
  const one = await startIdentity(t, { relay: false })
  const two = await startIdentity(t, { relay: false, beside: one })
  const tokens: string[] = []
  const isGoodEverywhere = async () => {
    for (const token of tokens) {
      for (const identity of [one, two]) t.equal((await profile(identity, token)).statusCode, 200, headerOf(token).kid)
    }
  }
  for (const [here, there] of [
    [one, two],
    [two, one],
    [one, one]
  ] as const) {
    tokens.push((await signedInUser(here)).token)
    await isGoodEverywhere()
    const next = await kidOf(one, 'next')
    await rotate(here, true)
    const { token } = await signedInUser(there)
    t.equal(headerOf(token).kid, next, 'the next key signs at once')
    tokens.push(token)
    await isGoodEverywhere()
  }
  t.equal(new Set(tokens.map((token) => headerOf(token).kid)).size, 4)
})

t.test('two rotations in a row refuse nobody: a process asks for a key that it does not know', async (t) => {
  const one = await startIdentity(t, { relay: false })
  const two = await startIdentity(t, { relay: false, beside: one })
  await signedInUser(two)
  await rotate(one, true)
  await rotate(one, true)
  const { token } = await signedInUser(one)
  const answers = await Promise.all([1, 2, 3].map(() => profile(two, token)))
  t.same(
    answers.map(({ statusCode }) => statusCode),
    [200, 200, 200]
  )
})

t.test('made-up keys are looked for once, however many come', async (t) => {
  const identity = await startIdentity(t, { relay: false })
  let looks = 0
  const fork = () => {
    looks++
    return identity.orm.em.fork()
  }
  const keyring = createKeyring(fork, identity.deps.keys.signing, identity.deps.now)
  await keyring.publicJwks()
  const once = looks
  const made = Array.from({ length: 50 }, (_, n) => `${n}`.padStart(43, 'x'))
  t.same(new Set(await Promise.all(made.map(keyring.publicKey))), new Set([undefined]))
  t.ok(looks > once, 'they are looked for')
  t.ok(looks <= 2 * once, `${looks} looks, ${once} for a first load`)
})

t.test('the next key is published before it signs', async (t) => {
  const identity = await startIdentity(t, { relay: false })
  const { keys } = (await call(identity, 'GET', '/.well-known/jwks.json')).json()
  t.same(
    keys.map(({ kid }: { kid: string }) => kid).sort(),
    [await kidOf(identity, 'current'), await kidOf(identity, 'next')].sort()
  )
})

t.test('a rotation waits until whoever keeps the public keys knows the next one', async (t) => {
  const identity = await startIdentity(t, { relay: false })
  await identity.deps.keyring.current()
  const knownAt = new Date(identity.clock.now().getTime() + KNOWN_AFTER).toISOString()
  const before = await keysOf(identity)
  identity.clock.advance(KNOWN_AFTER - 1)
  await t.rejects(rotate(identity), { message: new RegExp(`too young.* ${knownAt}`) })
  t.same(await keysOf(identity), before)
  identity.clock.advance(1)
  await rotate(identity)
  t.equal(await kidOf(identity, 'current'), before[0]?.kid)
  await t.rejects(rotate(identity), TOO_YOUNG, 'and the one after it is as young again')
  await rotate(identity, true)
  t.equal((await kidsOf(identity, 'previous')).length, 2)
})

t.test('of rotations at once one rotates', async (t) => {
  const one = await startIdentity(t, { relay: false })
  const two = await startIdentity(t, { relay: false, beside: one })
  await one.deps.keyring.current()
  one.clock.advance(KNOWN_AFTER)
  const ends = await Promise.allSettled([one, two, one, two].map((identity) => rotate(identity)))
  t.same(ends.map(({ status }) => status).sort(), ['fulfilled', 'rejected', 'rejected', 'rejected'])
  for (const end of ends) if (end.status === 'rejected') t.match(end.reason, TOO_YOUNG)
  t.same(
    (await keysOf(one)).map(({ state }) => state),
    ['next', 'current', 'previous']
  )
})

t.test('hasty rotations at once come one after the other', async (t) => {
  const one = await startIdentity(t, { relay: false })
  const two = await startIdentity(t, { relay: false, beside: one })
  const { token } = await signedInUser(one)
  await Promise.all([one, two, one, two].map((identity) => rotate(identity, true)))
  const states = (await keysOf(one)).map(({ state }) => state).sort()
  t.same(states, ['current', 'next', 'previous', 'previous', 'previous', 'previous'])
  t.equal((await profile(two, token)).statusCode, 200)
})

t.test('a previous key is forgotten once its last token has died, not before', async (t) => {
  const identity = await startIdentity(t, { relay: false })
  const { token } = await signedInUser(identity)
  const { kid } = headerOf(token)
  await rotate(identity, true)
  const sweep = () => forgetKeys(identity.deps, identity.orm.em.fork())
  identity.clock.advance(SPENT_AFTER)
  await sweep()
  t.same(await kidsOf(identity, 'previous'), [kid])
  t.equal((await profile(identity, token)).statusCode, 200)
  identity.clock.advance(1)
  await sweep()
  t.same(await kidsOf(identity, 'previous'), [])
  t.equal((await keysOf(identity)).length, 2)
  isRefused(t, await profile(identity, token), 'token_invalid')
})

t.test('a rotation forgets what has had its time, too', async (t) => {
  const identity = await startIdentity(t, { relay: false })
  await rotate(identity, true)
  const [old] = await kidsOf(identity, 'previous')
  identity.clock.advance(SPENT_AFTER + 1)
  await rotate(identity)
  const previous = await kidsOf(identity, 'previous')
  t.equal(previous.length, 1)
  t.not(previous[0], old)
})
