import { once } from 'node:events'
import { createServer } from 'node:http'
import { Events } from 'oauth2-mock-server'
import t from 'tap'
import { call } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { idToken } from './fixtures/id-tokens.ts'
import { mockProvider } from './fixtures/mock-provider.ts'
import { googleAt } from './fixtures/settings.ts'
import { signInWith } from './fixtures/sign-in.ts'

/** Takes every request, and never says a word. */
const silent = createServer(() => {}).listen(0, '127.0.0.1')
await once(silent, 'listening')
t.teardown(async () => {
  silent.closeAllConnections()
  silent.close()
})
const address = silent.address()
const nowhere = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`

t.test('a provider that takes a request and never answers is not waited for, wherever it falls silent', async (t) => {
  const provider = await mockProvider(t)
  provider.server.service.on(Events.BeforeWellKnownOpenIdConfiguration, ({ body }) => {
    Object.assign(body, { jwks_uri: `${nowhere}/keys`, token_endpoint: `${nowhere}/token` })
  })
  const deaf = await startIdentity(t, { env: googleAt(nowhere), relay: false })
  const half = await startIdentity(t, { env: googleAt(provider.issuer), relay: false, beside: deaf })
  const [discovery, keys, token] = await Promise.all([
    call(deaf, 'GET', 'google'),
    signInWith(half, { id_token: await idToken(half, provider) }),
    signInWith(half, { code: 'x', redirect_uri: 'postmessage' })
  ])
  isRefused(t, discovery, 'unavailable', 'the discovery document')
  isRefused(t, keys, 'unavailable', 'the keys')
  isRefused(t, token, 'unavailable', 'the token endpoint')
})
