import t from 'tap'
import { call, login, newAddress, newEmail, PASSWORD, register, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'

const identity = await startIdentity(t)
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

t.test('an account starts with the defaults of the contract and a session', async (t) => {
  const answer = await register(identity, { email: 'Ada.Lovelace@Example.COM' })
  t.equal(answer.statusCode, 201)
  const { message, user, token, refresh_token, token_type, expires_in, ...rest } = answer.json()
  t.type(message, 'string')
  t.match(user.id, UUID_V7)
  t.equal(user.created_at, identity.clock.now().toISOString())
  t.same(user, {
    id: user.id,
    email: 'ada.lovelace@example.com',
    email_verified: false,
    first_name: '',
    last_name: '',
    user_type: 'freelancer',
    phone_number: null,
    phone_verified: false,
    country: null,
    state: null,
    city: null,
    address: null,
    skills: null,
    experience_level: 'entry',
    hourly_rate: null,
    availability: 'full-time',
    bio: null,
    date_of_birth: null,
    profile_completed: false,
    created_at: user.created_at
  })
  t.match({ token, refresh_token, token_type, expires_in }, { token: /^ey/, refresh_token: /./, token_type: 'Bearer' })
  t.equal(expires_in, 900)
  t.same(rest, {
    is_new_user: true,
    requires_completion: true,
    missing_fields: ['phone_number', 'country', 'city', 'skills'],
    completion_percent: 0
  })
})

t.test('a registration saves every field of the profile as it is kept', async (t) => {
  const sent = {
    first_name: 'Ada',
    last_name: 'Lovelace',
    user_type: 'client',
    phone_number: '+1 (415) 555-2671',
    country: 'gb',
    state: 'London',
    city: 'Westminster',
    address: '12 St James’s Square',
    skills: 'Mathematics, Poetry',
    experience_level: 'expert',
    hourly_rate: 120.5,
    availability: 'part-time',
    bio: 'First.',
    date_of_birth: '1815-12-10'
  }
  const born = { ...sent, date_of_birth: '1985-12-10' }
  const answer = await register(identity, born)
  t.equal(answer.statusCode, 201, answer.body)
  const { user, ...rest } = answer.json()
  t.match(user, {
    ...born,
    phone_number: '+14155552671',
    country: 'GB',
    hourly_rate: '120.50',
    profile_completed: true
  })
  t.equal(user.phone_verified, false, 'a number is not proved by being said')
  t.match(rest, { requires_completion: false, missing_fields: [], completion_percent: 100, is_new_user: true })
})

t.test('an e-mail address in any case is one account', async (t) => {
  const email = newEmail()
  const emails = Array.from({ length: 20 }, (_, n) => (n % 2 ? email.toUpperCase() : email.replace('p', 'P')))
  const answers = await Promise.all(emails.map((email) => register(identity, { email })))
  const taken = answers.filter(({ statusCode }) => statusCode !== 201)
  t.equal(taken.length, 19, 'one account')
  for (const answer of taken) t.same(isRefused(t, answer, 'email_taken'), {})
  const [row] = await identity.query<{ n: number }>('select count(*)::int n from identity.users where email = ?', [
    email
  ])
  t.equal(row?.n, 1)
  t.equal((await login(identity, email)).statusCode, 200, 'and it can be signed in to')
})

t.test('a taken address is told at once, and nothing else is said of the account', async (t) => {
  const { email } = await signedInUser(identity, { city: 'Secret' })
  const answer = await register(identity, { email })
  t.same(isRefused(t, answer, 'email_taken'), {})
  t.notMatch(answer.body, /Secret/)
})

t.test('a password is neither short, long, common, nor the address', async (t) => {
  const email = newEmail()
  const refused = ['1234567', 'a'.repeat(129), 'password', 'PassWord123', email, email.toUpperCase(), '12345678']
  for (const password of refused) {
    const details = isRefused(
      t,
      await register(identity, { email, password }),
      'validation_failed',
      password.slice(0, 20)
    )
    t.same(Object.keys(details), ['password'])
  }
  const kept = ['pass word with spaces ', 'пароль для меня', '🐎🔋📎🪜🌶️🧲🧭🪁', 'x'.repeat(64) + 'y'.repeat(64)]
  for (const password of kept) {
    const email = newEmail()
    t.equal((await register(identity, { email, password })).statusCode, 201, password)
    t.equal((await login(identity, email, password)).statusCode, 200, 'and it signs in exactly')
  }
})

t.test('an address registers sixty accounts a minute', async (t) => {
  const remoteAddress = '2001:db8:1:2::1'
  const taken = { email: (await signedInUser(identity)).email, password: PASSWORD }
  const attempt = (remoteAddress: string) => call(identity, 'POST', 'register', taken, { remoteAddress })
  const answers = await Promise.all(Array.from({ length: 63 }, () => attempt(remoteAddress)))
  t.equal(answers.filter(({ statusCode }) => statusCode === 409).length, 60)
  const late = answers.find(({ statusCode }) => statusCode === 429) ?? (await attempt(remoteAddress))
  const { retry_after } = isRefused(t, late, 'rate_limited')
  t.equal(Number(late.headers['retry-after']), retry_after)
  t.equal(retry_after, 60)
  t.equal((await attempt('2001:db8:1:2:ffff::9')).statusCode, 429, 'the whole /64 counts as one')
  t.equal((await attempt('2001:db8:1:3::1')).statusCode, 409, 'its neighbour does not')
  t.equal((await attempt(newAddress())).statusCode, 409)
  identity.clock.advance(60_000)
  t.equal((await attempt(remoteAddress)).statusCode, 409, 'and a minute later it may again')
})
