import t from 'tap'
import { SECOND } from '../fixtures/clock.ts'
import { isRefused } from '../fixtures/replies.ts'
import type { Teardown } from '../fixtures/start-identity.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { idToken } from './fixtures/id-tokens.ts'
import { mockProvider } from './fixtures/mock-provider.ts'
import { googleAt } from './fixtures/settings.ts'
import { signInWith } from './fixtures/sign-in.ts'

async function start(t: Teardown) {
  const provider = await mockProvider(t)
  const identity = await startIdentity(t, { env: googleAt(provider.issuer), relay: false })
  const [first] = provider.server.issuer.keys.toJSON()
  const signIn = async (header: object = {}, key = first?.kid) =>
    signInWith(identity, { id_token: await idToken(identity, provider, {}, { key, header }) })
  return { provider, identity, signIn }
}

t.test('nothing is fetched before the first sign-in, and keys that are known are not fetched again', async (t) => {
  const { provider, signIn } = await start(t)
  t.same(provider.asked, { discovery: 0, keys: 0 })
  const answers = await Promise.all(Array.from({ length: 5 }, () => signIn()))
  t.ok(answers.every(({ statusCode }) => statusCode === 200))
  t.same(provider.asked, { discovery: 1, keys: 1 }, 'once for all who wait')
  t.equal((await signIn()).statusCode, 200)
  t.same(provider.asked, { discovery: 1, keys: 1 })
})

t.test('after the provider changed its keys, tokens of the new one are accepted', async (t) => {
  const { provider, identity, signIn } = await start(t)
  t.equal((await signIn()).statusCode, 200)
  const { kid } = await provider.server.issuer.keys.generate('ES256')
  identity.clock.advance(5 * SECOND)
  const answers = await Promise.all(Array.from({ length: 5 }, () => signIn({}, kid)))
  t.ok(answers.every(({ statusCode }) => statusCode === 200))
  t.equal(provider.asked.keys, 2, 'one fetch for all who wait')
})

t.test('made-up names of keys make us ask once in five seconds at most', async (t) => {
  const { provider, identity, signIn } = await start(t)
  t.equal((await signIn()).statusCode, 200)
  const guess = async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => signIn({ kid: `made-up-${n}` })))
    for (const answer of answers) isRefused(t, answer, 'token_invalid')
    return provider.asked.keys
  }
  t.equal(await guess(), 1, 'just fetched')
  identity.clock.advance(5 * SECOND - 1)
  t.equal(await guess(), 1, 'not yet')
  identity.clock.advance(1)
  t.equal(await guess(), 2)
  t.equal(await guess(), 2)
  identity.clock.advance(5 * SECOND)
  t.equal(await guess(), 3)
})

t.test('while the keys cannot be fetched, a token of an unknown one is not called wrong', async (t) => {
  const { provider, identity, signIn } = await start(t)
  t.equal((await signIn()).statusCode, 200)
  await provider.stop()
  isRefused(t, await signIn({ kid: 'new' }), 'token_invalid', 'asked just before')
  identity.clock.advance(5 * SECOND)
  isRefused(t, await signIn({ kid: 'new' }), 'unavailable')
  isRefused(t, await signIn({ kid: 'new' }), 'unavailable', 'and again')
  t.equal((await signIn()).statusCode, 200, 'a known key goes on working')
  await provider.start()
  identity.clock.advance(5 * SECOND)
  isRefused(t, await signIn({ kid: 'new' }), 'token_invalid')
})
