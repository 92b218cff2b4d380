import type { Test } from 'tap'
import t from 'tap'
import type { Person } from '../fixtures/people.ts'
import { caller, signedInUser } from '../fixtures/people.ts'
import { startIdentity } from '../fixtures/start-identity.ts'

const identity = await startIdentity(t)

// What curl sends for the guide's lines: two of them say `-d` without a content type.
const FORM = { headers: { 'content-type': 'application/x-www-form-urlencoded' } }
const JSON_TYPE = { headers: { 'content-type': 'application/json' } }
const PROFILE = `{
    "phone_number": "+1234567890",
    "country": "US",
    "city": "New York",
    "skills": "Python, Django"
  }`

async function followTheGuide(t: Test, person: Person) {
  const completed = await person.post('/api/auth/complete-profile/', PROFILE, JSON_TYPE)
  t.equal(completed.statusCode, 200)
  t.match(completed.json(), { message: 'Profile completed successfully', requires_completion: false })
  const sent = await person.post('/api/auth/send-phone-verification/', '{"phone_number": "+1234567890"}', FORM)
  t.equal(sent.statusCode, 200)
  t.equal(sent.json().message, 'Code sent')
  const verified = await person.post('/api/auth/verify-phone/', '{"code": "123456"}', FORM)
  t.equal(verified.statusCode, 200)
  t.match(verified.json(), { message: 'Phone verified', user: { phone_number: '+1234567890', phone_verified: true } })
  const shown = await person.get('/api/auth/get-profile/')
  t.match(shown.json(), { requires_completion: false, user: { phone_verified: true, profile_completed: true } })
}

t.test('the guide’s own commands give the guide’s messages, again and again on kept data', async (t) => {
  const person = await signedInUser(identity)
  for (let n = 0; n < 3; n++) await followTheGuide(t, person)
})

t.test('a second account follows the guide as well', async (t) => {
  await followTheGuide(t, await signedInUser(identity))
})

t.test('the service that starts on kept data goes on', async (t) => {
  const person = await signedInUser(identity)
  await followTheGuide(t, person)
  const beside = await startIdentity(t, { beside: identity })
  await followTheGuide(t, { ...person, ...caller(beside, person.token, person.remoteAddress) })
})

t.test('a form with fields is as good as JSON', async (t) => {
  const person = await signedInUser(identity)
  const fields = new URLSearchParams({
    phone_number: '+1234567890',
    country: 'US',
    city: 'New York',
    hourly_rate: '12.5'
  })
  const saved = await person.post('complete-profile', fields.toString(), FORM)
  t.match(saved.json(), { message: 'Profile saved', missing_fields: ['skills'], user: { hourly_rate: '12.50' } })
  const sent = await person.post('send-phone-verification', 'phone_number=%2B1234567890', FORM)
  t.equal(sent.json().message, 'Code sent')
  const verified = await person.post('verify-phone', 'code=123456', FORM)
  t.equal(verified.json().message, 'Phone verified')
})

t.test('a wrong code gives the guide’s words', async (t) => {
  const person = await signedInUser(identity)
  await person.post('send-phone-verification', '{"phone_number": "+1234567890"}', FORM)
  const answer = await person.post('verify-phone', '{"code": "000000"}', FORM)
  t.equal(answer.statusCode, 400)
  t.equal(answer.json().error, 'Invalid code')
})
