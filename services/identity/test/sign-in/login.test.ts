import { hash } from '@node-rs/argon2'
import t from 'tap'
import { login, newEmail, PASSWORD, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { claimsOf } from '../fixtures/tokens.ts'

const identity = await startIdentity(t)

const storedHash = async (email: string) => {
  const [row] = await identity.query<{ password_hash: string }>(
    'select password_hash from identity.users where email = ?',
    [email]
  )
  return `${row?.password_hash}`
}

t.test('a sign-in answers like a registration, in a session of its own', async (t) => {
  const person = await signedInUser(identity, { city: 'Rome' })
  const answer = await login(identity, person.email.toUpperCase())
  t.equal(answer.statusCode, 200)
  const body = answer.json()
  t.same(Object.keys(body).sort(), [
    'completion_percent',
    'expires_in',
    'is_new_user',
    'message',
    'missing_fields',
    'refresh_token',
    'requires_completion',
    'token',
    'token_type',
    'user'
  ])
  t.match(body, { is_new_user: false, completion_percent: 25, expires_in: 900, token_type: 'Bearer' })
  t.same(body.missing_fields, ['phone_number', 'country', 'skills'])
  t.match(body.user, { id: person.id, email: person.email, city: 'Rome' })
  t.not(claimsOf(body.token).sid, claimsOf(person.token).sid)
  t.equal((await person.get('profile')).statusCode, 200, 'the first session goes on')
})

t.test('no caller can tell a wrong password from an unknown address', async (t) => {
  const { email } = await signedInUser(identity)
  const wrong = await login(identity, email, `${PASSWORD}!`)
  const unknown = await login(identity, newEmail(), PASSWORD)
  t.same(isRefused(t, wrong, 'invalid_credentials'), {})
  t.same(wrong.json(), unknown.json())
  const names = (answer: typeof wrong) => Object.keys(answer.headers).sort()
  t.same(names(wrong), names(unknown))
})

t.test('a password is compared exactly but for how its letters were composed', async (t) => {
  const { email } = await signedInUser(identity, { password: 'Crème brûlée' })
  t.equal((await login(identity, email, 'Crème brûlée'.normalize('NFD'))).statusCode, 200)
  for (const password of ['crème brûlée', 'Creme brulee', ' Crème brûlée', 'Crème brûlé']) {
    isRefused(t, await login(identity, email, password), 'invalid_credentials', password)
  }
})

t.test('passwords are kept as argon2id with the parameters of OWASP, each salted', async (t) => {
  const [a, b] = [await signedInUser(identity), await signedInUser(identity)]
  const [first, second] = [await storedHash(a.email), await storedHash(b.email)]
  t.match(first, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  t.not(first, second)
})

t.test('a hash with old parameters is renewed by a sign-in, and only by a right one', async (t) => {
  const { email } = await signedInUser(identity)
  const old = await hash(PASSWORD, { memoryCost: 8192, timeCost: 1, parallelism: 1 })
  await identity.query('update identity.users set password_hash = ? where email = ?', [old, email])
  isRefused(t, await login(identity, email, 'not the password'), 'invalid_credentials')
  t.equal(await storedHash(email), old)
  t.equal((await login(identity, email)).statusCode, 200)
  t.match(await storedHash(email), /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  t.equal((await login(identity, email)).statusCode, 200)
})

t.test('an account without a password is like none', async (t) => {
  const { email } = await signedInUser(identity)
  await identity.query('update identity.users set password_hash = null where email = ?', [email])
  isRefused(t, await login(identity, email), 'invalid_credentials')
})
