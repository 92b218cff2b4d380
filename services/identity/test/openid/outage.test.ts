import { Events } from 'oauth2-mock-server'
import t from 'tap'
import { HOUR, MINUTE } from '../fixtures/clock.ts'
import { call } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import type { Teardown } from '../fixtures/start-identity.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { until } from '../fixtures/until.ts'
import { idToken } from './fixtures/id-tokens.ts'
import { mockProvider } from './fixtures/mock-provider.ts'
import { googleAt } from './fixtures/settings.ts'
import { signInWith } from './fixtures/sign-in.ts'

async function start(t: Teardown, env = {}) {
  const provider = await mockProvider(t)
  const identity = await startIdentity(t, { env: { ...googleAt(provider.issuer), ...env }, relay: false })
  const begin = () => call(identity, 'GET', 'google')
  const signIn = async () => signInWith(identity, { id_token: await idToken(identity, provider) })
  return { provider, identity, begin, signIn }
}

t.test('a provider that is away when the service starts is used as soon as it is there', async (t) => {
  const { provider, identity, begin, signIn } = await start(t)
  await provider.stop()
  isRefused(t, await begin(), 'unavailable', 'to begin')
  isRefused(t, await signIn(), 'unavailable', 'with an ID token')
  isRefused(t, await signInWith(identity, { code: 'x', redirect_uri: 'postmessage' }), 'unavailable', 'with a code')
  t.equal((await call(identity, 'GET', '/readyz')).statusCode, 200)
  await provider.start()
  t.equal((await begin()).statusCode, 302)
  t.equal((await signIn()).statusCode, 200)
})

t.test('one that goes away later is missed only where it is needed', async (t) => {
  const { provider, identity, begin, signIn } = await start(t)
  t.equal((await signIn()).statusCode, 200)
  await provider.stop()
  isRefused(t, await signInWith(identity, { code: 'x', redirect_uri: 'postmessage' }), 'unavailable')
  t.equal((await signIn()).statusCode, 200, 'its keys are known')
  identity.clock.advance(2 * HOUR)
  t.equal((await begin()).statusCode, 302, 'and so are its addresses')
  await provider.start()
  identity.clock.advance(MINUTE)
  t.equal((await signIn()).statusCode, 200)
})

t.test('what a provider says of itself is asked again after an hour', async (t) => {
  const { provider, identity, begin } = await start(t)
  await begin()
  identity.clock.advance(HOUR - 1)
  await begin()
  t.equal(provider.asked.discovery, 1)
  provider.server.service.on(Events.BeforeWellKnownOpenIdConfiguration, ({ body }) => {
    Object.assign(body, { authorization_endpoint: `${provider.issuer}/moved?tenant=7` })
  })
  identity.clock.advance(1)
  t.match((await begin()).headers.location, `${provider.issuer}/authorize`, 'without waiting for it')
  const moved = await until('the new address', async () => {
    const { location } = (await begin()).headers
    return `${location}`.includes('/moved') && `${location}`
  })
  t.match(moved, /\/moved\?tenant=7&response_type=code/)
  t.equal(provider.asked.discovery, 2)
})

t.test('a document that is of another issuer, or not of one, is not believed', async (t) => {
  const { provider, begin } = await start(t)
  const documents = [
    { issuer: 'https://accounts.google.com' },
    { issuer: undefined },
    { jwks_uri: undefined },
    { token_endpoint: 'no address' },
    { authorization_endpoint: 'javascript:alert(1)' }
  ]
  for (const said of documents) {
    provider.server.service.once(
      Events.BeforeWellKnownOpenIdConfiguration,
      ({ body }) => void Object.assign(body, said)
    )
    isRefused(t, await begin(), 'unavailable', JSON.stringify(said))
  }
  const failing = { statusCode: 500 }
  provider.server.service.once(
    Events.BeforeWellKnownOpenIdConfiguration,
    (answer) => void Object.assign(answer, failing)
  )
  isRefused(t, await begin(), 'unavailable', 'not a 200')
  t.equal((await begin()).statusCode, 302, 'the right one works at once')
})

t.test('without a client id no route of Google is set up', async (t) => {
  const { identity } = await start(t, { GOOGLE_CLIENT_ID: '' })
  for (const route of ['google', 'google/callback']) {
    isRefused(t, await call(identity, 'GET', route), 'provider_not_configured', route)
  }
  for (const [route, body] of [
    ['google', { id_token: 'x' }],
    ['google', {}],
    ['google/exchange', { code: 'x' }]
  ] as const) {
    isRefused(t, await call(identity, 'POST', route, body), 'provider_not_configured', route)
  }
})

t.test('without a client secret ID tokens work, and what needs a code is not set up', async (t) => {
  const { identity, begin, signIn } = await start(t, { GOOGLE_CLIENT_SECRET: '' })
  t.equal((await signIn()).statusCode, 200)
  isRefused(t, await begin(), 'provider_not_configured')
  isRefused(t, await call(identity, 'GET', 'google/callback'), 'provider_not_configured')
  isRefused(t, await signInWith(identity, { code: 'x', redirect_uri: 'x' }), 'provider_not_configured')
})
