import t from 'tap'
import { call, login, newNumber, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'

// Ways in that live a minute or half an hour: nobody can read them back.
const SECRETS = ['exchange_codes', 'password_reset_links']

const identity = await startIdentity(t, { env: { RATE_LIMITS: 'off' }, relay: false })
const exported = async (person: { get: (route: string) => ReturnType<typeof call> }) =>
  (await person.get('account/export')).json()

t.test('the export holds everything on the user', async (t) => {
  const person = await signedInUser(identity, { first_name: 'Ada', city: 'London' })
  const phone_number = newNumber()
  await person.post('send-phone-verification', { phone_number })
  const second = await login(identity, person.email)
  await call(identity, 'POST', 'logout', {}, { token: second.json().token })
  await identity.query(
    `insert into identity.linked_identities (id, user_id, provider, subject, created_at)
     values (gen_random_uuid(), ?, 'google', 'subject-7', now())`,
    [person.id]
  )
  const everything = await exported(person)
  t.match(everything, {
    exported_at: identity.clock.now().toISOString(),
    user: { id: person.id, email: person.email, first_name: 'Ada', city: 'London' },
    has_password: true,
    identities: [{ provider: 'google', subject: 'subject-7' }],
    sessions: [
      { provider: 'password', ip: person.remoteAddress, ended_at: null },
      { provider: 'password', ended_at: identity.clock.now().toISOString() }
    ],
    phone_verifications: [
      { phone_number, purpose: 'phone_verification', country: 'DE', messages: [{ status: 'queued' }] }
    ],
    activity: [{ event: 'sign_in' }, { event: 'registration' }]
  })
  const tables = (
    await identity.query<{ name: string }>(
      `select table_name as name from information_schema.columns where table_schema = 'identity' and column_name = 'user_id'`
    )
  ).map(({ name }) => name)
  const shown = ['activity', 'linked_identities', 'phone_verifications', 'sessions']
  t.same(tables.filter((name) => !SECRETS.includes(name)).sort(), shown, 'no table about a user is left out')
})

t.test('it holds no secret, and nothing of anybody else', async (t) => {
  const [person, other] = [await signedInUser(identity), await signedInUser(identity)]
  await other.post('send-phone-verification', { phone_number: newNumber() })
  const text = JSON.stringify(await exported(person))
  for (const secret of ['argon2', person.token, person.refreshToken, other.id, other.email, other.remoteAddress]) {
    t.notOk(text.includes(secret), secret.slice(0, 12))
  }
  t.notMatch(text, /hash|seal/i)
})

t.test('it comes as a file, to the user alone', async (t) => {
  const person = await signedInUser(identity)
  const answer = await person.get('account/export')
  t.match(answer.headers, { 'content-disposition': /attachment/, 'cache-control': 'no-store' })
  isRefused(t, await call(identity, 'GET', 'account/export'), 'token_invalid')
})
