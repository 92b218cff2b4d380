import { createHash, randomBytes } from 'node:crypto'
import { Events } from 'oauth2-mock-server'
import t from 'tap'
import { newEmail } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { newSubject } from './fixtures/id-tokens.ts'
import { mockProvider } from './fixtures/mock-provider.ts'
import { CLIENT_ID, googleAt } from './fixtures/settings.ts'
import { signInWith } from './fixtures/sign-in.ts'

const provider = await mockProvider(t)
const identity = await startIdentity(t, { env: googleAt(provider.issuer), relay: false })
const redirect_uri = 'https://app.example.com/popup'
const { service } = provider.server

service.on(Events.BeforeTokenSigning, ({ payload }) => {
  Object.assign(payload, { sub: newSubject(), email: newEmail(), email_verified: true })
})

/** What a client of its own gets from the provider: a code, by PKCE. */
async function codeFor(nonce?: string) {
  const code_verifier = randomBytes(32).toString('base64url')
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: CLIENT_ID,
    redirect_uri,
    scope: 'openid email',
    code_challenge: createHash('sha256').update(code_verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...(nonce && { nonce })
  })
  const answer = await fetch(`${provider.issuer}/authorize?${query}`, { redirect: 'manual' })
  const code = `${new URL(`${answer.headers.get('location')}`).searchParams.get('code')}`
  return { code, code_verifier, redirect_uri }
}

/** Lets the token endpoint answer the next request so. */
const answerOnce = (statusCode: number, body: Record<string, unknown>) =>
  service.once(Events.BeforeResponse, (answer) => void Object.assign(answer, { statusCode, body }))

t.test('a code that a client fetched by itself signs in, with its redirect_uri and verifier', async (t) => {
  const answer = await signInWith(identity, await codeFor())
  t.match(answer.json(), { is_new_user: true, refresh_token: /./ }, answer.body)
  const withNonce = await codeFor('n-7')
  t.equal((await signInWith(identity, { ...withNonce, nonce: 'n-7' })).statusCode, 200)
  isRefused(t, await signInWith(identity, await codeFor('n-8')), 'token_invalid', 'a nonce that is not named')
})

t.test('a code with another verifier is refused', async (t) => {
  const mine = await codeFor()
  isRefused(t, await signInWith(identity, { ...mine, code_verifier: 'v'.repeat(43) }), 'invalid_code', 'another one')
})

t.test('a code that the provider does not know, or knew before, is refused', async (t) => {
  for (const error of ['invalid_grant', 'redirect_uri_mismatch', 'invalid_request']) {
    answerOnce(400, { error, error_description: 'Bad Request' })
    isRefused(t, await signInWith(identity, await codeFor()), 'invalid_code', error)
  }
})

t.test('where the provider does not accept our client, that way is not set up', async (t) => {
  for (const [status, error] of [
    [401, 'invalid_client'],
    [400, 'unauthorized_client'],
    [401, 'odd']
  ] as const) {
    answerOnce(status, { error })
    isRefused(t, await signInWith(identity, await codeFor()), 'provider_not_configured', error)
  }
})

t.test('where the provider is out of order, it says to try again', async (t) => {
  for (const status of [500, 503, 429]) {
    answerOnce(status, { error: 'temporarily_unavailable' })
    isRefused(t, await signInWith(identity, await codeFor()), 'unavailable', `${status}`)
  }
})

t.test('an answer without an ID token says which scope was not asked for', async (t) => {
  answerOnce(200, { access_token: 'x', token_type: 'Bearer' })
  const details = isRefused(t, await signInWith(identity, await codeFor()), 'validation_failed')
  t.match(details, { code: [/openid/] })
})
