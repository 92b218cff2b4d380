import { Events } from 'oauth2-mock-server'
import t from 'tap'
import { newEmail } from '../fixtures/people.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { openBrowser } from './fixtures/browser.ts'
import { newSubject } from './fixtures/id-tokens.ts'
import type { Claims } from './fixtures/mock-provider.ts'
import { mockProvider } from './fixtures/mock-provider.ts'
import { FRONTEND, FRONTEND_WITH_QUERY, googleAt } from './fixtures/settings.ts'
import { exchange } from './fixtures/sign-in.ts'

const provider = await mockProvider(t)
const identity = await startIdentity(t, { env: googleAt(provider.issuer), relay: false })

const newPerson = () => ({ sub: newSubject(), email: newEmail(), email_verified: true })
function answerAs(claims: Claims) {
  provider.server.service.removeAllListeners(Events.BeforeTokenSigning)
  provider.server.service.on(Events.BeforeTokenSigning, ({ payload }) => void Object.assign(payload, claims))
}

t.test('a browser comes back signed in, new at first and known from then on', async (t) => {
  const person = newPerson()
  answerAs(person)
  for (const is_new_user of [true, false]) {
    const page = await openBrowser(identity).signIn('')
    t.match(
      { status: page.status, ...JSON.parse(page.body) },
      { status: 200, is_new_user, user: { email: person.email } }
    )
  }
})

t.test('a frontend gets the session by its one-time code, new at first and known from then on', async (t) => {
  const person = newPerson()
  answerAs(person)
  for (const is_new_user of [true, false]) {
    const { url } = await openBrowser(identity).signIn('', FRONTEND)
    const answer = await exchange(identity, new URL(url).searchParams.get('code'))
    t.match(answer.json(), { is_new_user, user: { email: person.email } })
  }
})

t.test('the address of a frontend keeps its query, and may be of an app', async (t) => {
  answerAs(newPerson())
  t.match((await openBrowser(identity).signIn('', FRONTEND_WITH_QUERY)).url, /\?from=google&code=[\w-]{43}$/)
  const app = 'com.example.app:/signed-in'
  t.match((await openBrowser(identity).signIn('', app)).url, /^com\.example\.app:\/signed-in\?code=[\w-]{43}$/)
})

t.test('a refusal after the way back brings its word to the frontend, and the error itself without one', async (t) => {
  answerAs({ ...newPerson(), email_verified: false })
  t.equal((await openBrowser(identity).signIn('', FRONTEND)).url, `${FRONTEND}?error=email_not_verified`)
  const page = await openBrowser(identity).signIn('')
  t.match({ status: page.status, ...JSON.parse(page.body) }, { status: 403, code: 'email_not_verified' })
})

t.test('an ID token whose nonce is another one, or missing, opens nothing', async (t) => {
  for (const nonce of ['another', undefined]) {
    answerAs({ ...newPerson(), nonce })
    const page = await openBrowser(identity).signIn('')
    t.match({ status: page.status, ...JSON.parse(page.body) }, { status: 401, code: 'token_invalid' })
    t.equal((await openBrowser(identity).signIn('', FRONTEND)).url, `${FRONTEND}?error=token_invalid`)
  }
})

t.test('the session is of the browser that went through, not of the server that fetched it', async (t) => {
  answerAs(newPerson())
  const { url } = await openBrowser(identity, '10.9.8.7').signIn('', FRONTEND)
  const options = { remoteAddress: '10.1.1.1', headers: { 'user-agent': 'Server/1.0' } }
  const { user } = (await exchange(identity, new URL(url).searchParams.get('code'), options)).json()
  const sql = 'select provider, ip, user_agent from identity.sessions where user_id = ?'
  t.same(await identity.query(sql, [user.id]), [{ provider: 'google', ip: '10.9.8.7', user_agent: 'Test/1.0' }])
})
