import t from 'tap'
import { call, newEmail } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { idToken } from './fixtures/id-tokens.ts'
import { mockProvider } from './fixtures/mock-provider.ts'
import { googleAt } from './fixtures/settings.ts'
import { personAt, signInWith } from './fixtures/sign-in.ts'

const provider = await mockProvider(t)
const identity = await startIdentity(t, { env: googleAt(provider.issuer), relay: false })

t.test('an ID token signs in, new at first and known from then on, and answers like the guide says', async (t) => {
  const person = personAt(identity, provider, { email: newEmail() })
  const answer = await person.signIn()
  t.equal(answer.statusCode, 200)
  const body = answer.json()
  t.same(Object.keys(body).sort(), [
    'completion_percent',
    'expires_in',
    'is_new_user',
    'message',
    'missing_fields',
    'profile',
    'refresh_token',
    'requires_completion',
    'token',
    'token_type',
    'user'
  ])
  t.match(body, { message: 'Account created', is_new_user: true, requires_completion: true, completion_percent: 0 })
  t.match(body.user, { email: person.email, email_verified: true, first_name: 'Ada', last_name: 'Lovelace' })
  t.match(body.user, { phone_number: null, phone_verified: false, profile_completed: false, user_type: 'freelancer' })
  t.same(body.profile, body.user)
  t.equal((await call(identity, 'GET', 'profile', undefined, { token: body.token })).statusCode, 200)
  const again = (await person.signIn()).json()
  t.match(again, { message: 'Signed in', is_new_user: false, user: { id: body.user.id } })
})

t.test('One Tap sends it as credential, with fields of its own that change nothing', async (t) => {
  const extras = { select_by: 'btn', client_id: 'other', clientId: 'other', g_csrf_token: 'x' }
  const answer = await signInWith(identity, { credential: await idToken(identity, provider), ...extras })
  t.equal(answer.statusCode, 200, answer.body)
  const payload = `${new URLSearchParams({ credential: await idToken(identity, provider), ...extras })}`
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  t.equal((await call(identity, 'POST', 'google', payload, { headers })).statusCode, 200, 'as a form')
})

t.test('exactly one of id_token, credential and code is wanted', async (t) => {
  const id_token = await idToken(identity, provider)
  const refused = async (body: object) =>
    Object.keys(isRefused(t, await signInWith(identity, body), 'validation_failed', Object.keys(body).join())).sort()
  const all = ['code', 'credential', 'id_token']
  t.same(await refused({}), all)
  t.same(await refused({ id_token, credential: id_token }), all)
  t.same(await refused({ id_token, code: 'x', redirect_uri: 'postmessage' }), all)
  t.same(await refused({ code: 'x' }), ['redirect_uri'])
  t.same(await refused({ id_token, redirect_uri: 'x' }), ['redirect_uri'])
  t.same(await refused({ id_token, code_verifier: 'v'.repeat(43) }), ['code_verifier'])
  t.equal((await signInWith(identity, { id_token })).statusCode, 200, 'the token was not used up by what was refused')
})

t.test('unknown fields and wrong types are refused by name', async (t) => {
  const body = { id_token: 7, credential: '', nonce: [], password: '', code_verifier: 'short', is_admin: true }
  const details = isRefused(t, await signInWith(identity, body), 'validation_failed')
  t.same(Object.keys(details).sort(), ['code_verifier', 'credential', 'id_token', 'is_admin', 'nonce', 'password'])
})

t.test('a nonce that the token carries or the body names has to be both', async (t) => {
  const named = await idToken(identity, provider, { nonce: 'n-1' })
  isRefused(t, await signInWith(identity, { id_token: named }), 'token_invalid', 'carried and not named')
  isRefused(t, await signInWith(identity, { id_token: named, nonce: 'n-2' }), 'token_invalid', 'another one')
  const bare = await idToken(identity, provider)
  isRefused(t, await signInWith(identity, { id_token: bare, nonce: 'n-1' }), 'token_invalid', 'named and not carried')
  t.equal((await signInWith(identity, { id_token: named, nonce: 'n-1' })).statusCode, 200)
  t.equal((await signInWith(identity, { id_token: bare })).statusCode, 200)
})

t.test('both spellings of the issuer are the issuer', async (t) => {
  const iss = provider.issuer.replace('http://', '')
  t.equal((await signInWith(identity, { id_token: await idToken(identity, provider, { iss }) })).statusCode, 200)
})

t.test('an e-mail address is kept in lower case, and the flag may be a text', async (t) => {
  const email = newEmail()
  const person = personAt(identity, provider, { email: email.toUpperCase(), email_verified: 'true' })
  t.equal((await person.signIn()).json().user.email, email)
})

t.test('an address that the provider has not verified signs nobody in, whoever they are', async (t) => {
  const known = personAt(identity, provider, { email: newEmail() })
  await known.signIn()
  for (const email_verified of [false, 'false', undefined, 1, 'yes', null]) {
    const id_token = await idToken(identity, provider, { email_verified })
    isRefused(t, await signInWith(identity, { id_token }), 'email_not_verified', `somebody new, ${email_verified}`)
    const again = await signInWith(identity, { id_token: await known.token({ email_verified }) })
    isRefused(t, again, 'email_not_verified', `somebody known, ${email_verified}`)
  }
})

t.test('an address that cannot be one here is refused by name', async (t) => {
  for (const email of ['jörg@example.com', 'no address', '', `${'a'.repeat(250)}@example.com`, 'a b@example.com']) {
    const answer = await signInWith(identity, { id_token: await idToken(identity, provider, { email }) })
    t.same(Object.keys(isRefused(t, answer, 'validation_failed', email)), ['email'])
  }
})

t.test('names are kept as far as they fit, without what cannot be kept', async (t) => {
  const names = { given_name: ` ${'😀'.repeat(200)}`, family_name: 'O\u0000Neill \ud800' }
  const { user } = (await personAt(identity, provider, { email: newEmail(), ...names }).signIn()).json()
  t.equal(user.first_name, '😀'.repeat(150))
  t.equal(user.last_name, 'ONeill \ufffd')
  const odd = { given_name: 7, family_name: null }
  t.match((await personAt(identity, provider, { email: newEmail(), ...odd }).signIn()).json().user, { first_name: '' })
})
