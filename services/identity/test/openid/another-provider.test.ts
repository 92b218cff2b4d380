import t from 'tap'
import { createApp } from '../../src/app.ts'
import { openProvider } from '../../src/openid/open-provider.ts'
import { call, newEmail } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { idToken, newSubject } from './fixtures/id-tokens.ts'
import { mockProvider } from './fixtures/mock-provider.ts'
import { CLIENT_ID, CLIENT_SECRET, googleAt } from './fixtures/settings.ts'

const google = await mockProvider(t)
const second = await mockProvider(t)
const one = await startIdentity(t, { env: googleAt(google.issuer), relay: false })

// All that another provider needs to be told.
const described = {
  name: 'second',
  issuer: second.issuer,
  otherIssuers: [],
  scopes: ['openid', 'email'],
  clientId: CLIENT_ID,
  clientSecret: CLIENT_SECRET
}
const deps = { ...one.deps, providers: [...one.deps.providers, openProvider(one.deps, described)] }
const app = await createApp(deps, one.orm, one.store)
t.teardown(() => app.close())
const identity = { ...one, app, deps }

const signIn = (route: string, id_token: string) => call(identity, 'POST', route, { id_token })

t.test('another provider has routes of its own, and signs in whom it knows', async (t) => {
  const answer = await signIn('second', await idToken(identity, second))
  t.match(answer.json(), { is_new_user: true, user: { email_verified: true } }, answer.body)
  const { location } = (await call(identity, 'GET', 'second')).headers
  t.match(new URL(`${location}`).searchParams.get('redirect_uri'), /\/api\/auth\/second\/callback\/$/)
  const sql = 'select provider from identity.sessions where user_id = ?'
  t.same(await identity.query(sql, [answer.json().user.id]), [{ provider: 'second' }])
})

t.test('who has verified an address at both has one account, linked to both', async (t) => {
  const [email, sub] = [newEmail(), newSubject()]
  const first = (await signIn('google', await idToken(identity, google, { email, sub }))).json()
  const other = (await signIn('second', await idToken(identity, second, { email, sub }))).json()
  t.match(other, { is_new_user: false, user: { id: first.user.id } })
  const { token } = other
  t.equal((await call(identity, 'GET', 'profile', undefined, { token: first.token })).statusCode, 200)
  const { identities } = (await call(identity, 'GET', 'account/export', undefined, { token })).json()
  t.same(
    identities.map(({ provider }: { provider: string }) => provider),
    ['google', 'second']
  )
})

t.test('the same name at two providers is two people', async (t) => {
  const sub = newSubject()
  const [first, other] = [
    (await signIn('google', await idToken(identity, google, { sub }))).json(),
    (await signIn('second', await idToken(identity, second, { sub }))).json()
  ]
  t.not(first.user.id, other.user.id)
})

t.test('a token of one provider means nothing to another', async (t) => {
  isRefused(t, await signIn('second', await idToken(identity, google)), 'token_invalid')
  isRefused(t, await signIn('second', await idToken(identity, google, { iss: second.issuer })), 'token_invalid')
})

t.test('a flow that was begun for one provider does not end at another', async (t) => {
  const begun = await call(identity, 'GET', 'google')
  const state = new URL(`${begun.headers.location}`).searchParams.get('state')
  const cookie = [begun.headers['set-cookie'] ?? []]
    .flat()
    .map((line) => line.split(';')[0]?.replace('google-', 'second-'))
    .join('; ')
  const back = `/api/auth/second/callback/?${new URLSearchParams({ state: `${state}`, code: 'x' })}`
  const details = isRefused(
    t,
    await call(identity, 'GET', back, undefined, { headers: { cookie } }),
    'validation_failed'
  )
  t.same(Object.keys(details), ['state'])
})
