import t from 'tap'
import { call, signedInUser } from '../fixtures/people.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { claimsOf } from '../fixtures/tokens.ts'

const identity = await startIdentity(t)

t.test('a gateway learns from headers whose token it is', async (t) => {
  const person = await signedInUser(identity, { user_type: 'client' })
  const answer = await person.get('verify-token')
  t.equal(answer.statusCode, 200)
  t.match(answer.headers, {
    'x-user-id': person.id,
    'x-user-email': person.email,
    'x-user-type': 'client',
    'x-phone-verified': 'false',
    'x-profile-completed': 'false',
    'x-session-id': claimsOf(person.token).sid
  })
})

t.test('the headers follow the account', async (t) => {
  const person = await signedInUser(identity)
  await person.post('complete-profile', { phone_number: '+1234567890', country: 'US', city: 'X', skills: 'Y' })
  await person.post('send-phone-verification', {})
  await person.post('verify-phone', { code: '123456' })
  const { headers } = await person.get('verify-token')
  t.match(headers, { 'x-phone-verified': 'true', 'x-profile-completed': 'true', 'x-user-type': 'freelancer' })
})

t.test('nobody is named without a token', async (t) => {
  const answer = await call(identity, 'GET', 'verify-token', undefined, { headers: { 'x-user-id': 'me' } })
  t.equal(answer.statusCode, 401)
  t.equal(answer.headers['www-authenticate'], 'Bearer')
  t.notOk(Object.keys(answer.headers).some((name) => /^x-(user|phone|profile|session)-/.test(name)))
})

t.test('the strangest address that can register travels in a header', async (t) => {
  const person = await signedInUser(identity, { email: "!#$%&'*+-/=?^_`{|}~.o'brien@xn--bcher-kva.example" })
  const answer = await person.get('verify-token')
  t.equal(answer.statusCode, 200)
  t.equal(answer.headers['x-user-email'], person.email)
})
