import { SMS_QUEUE } from '@gatehouse/contracts'
import t from 'tap'
import { HOUR, MINUTE } from '../fixtures/clock.ts'
import { openMessages } from '../fixtures/messages.ts'
import type { Person } from '../fixtures/people.ts'
import { newAddress, newEmail, newNumber, PASSWORD, signedInUser } from '../fixtures/people.ts'
import { openQueue } from '../fixtures/queue.ts'
import { isRefused } from '../fixtures/replies.ts'
import { answered, forgot, resetCode, verifiedUser, verifyNumber } from '../fixtures/resets.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { until } from '../fixtures/until.ts'

const identity = await startIdentity(t)
const messages = openMessages(t, identity)
const send = 'send-phone-verification'

const resets = (person: Person) =>
  identity.query<{ id: string }>(
    `select m.id from identity.sms_messages m join identity.phone_verifications v on v.id = m.verification_id
     where v.user_id = ? and v.purpose = 'password_reset'`,
    [person.id]
  )
/** Asks, waits for the answer, and tells how many messages there are. */
async function resetsAfter(person: Person, headers: Record<string, string> = {}) {
  const answer = await forgot(identity, person.email, { headers })
  if (answer.statusCode !== 200) throw new Error(answer.body)
  await answered(identity, person.email)
  return (await resets(person)).length
}

t.test('a verified phone gets a code, in the words of a reset and the language of the request', async (t) => {
  const person = await verifiedUser(identity, messages)
  t.equal(await resetsAfter(person, { 'accept-language': 'de-CH, en;q=0.5' }), 1)
  const { to, code, data } = await messages.newestOf(person)
  t.equal(to, person.phone_number)
  t.match(code, /^\d{6}$/)
  t.match(data, { purpose: 'password_reset', template: 'password_reset', locale: 'de', country: 'DE' })
})

t.test(
  'the answer is the same for an account, one without a phone, one whose phone is not verified, and none',
  async (t) => {
    const verified = await verifiedUser(identity, messages)
    const phoneless = await signedInUser(identity)
    const unverified = await signedInUser(identity, { phone_number: newNumber() })
    const answers = []
    for (const email of [verified.email, verified.email.toUpperCase(), phoneless.email, unverified.email, newEmail()]) {
      const answer = await forgot(identity, email)
      await answered(identity, email.toLowerCase())
      const { 'x-request-id': _, ...headers } = answer.headers
      answers.push({ status: answer.statusCode, body: answer.json(), names: Object.keys(headers).sort() })
    }
    t.match(answers[0], { status: 200, body: { message: /^If .*verified phone/ } })
    for (const answer of answers) t.same(answer, answers[0])
    t.same(
      [(await resets(phoneless)).length, (await resets(unverified)).length],
      [0, 0],
      'and only the first is sent a code'
    )
    t.equal((await resets(verified)).length, 1, 'one: the second came too soon')
  }
)

t.test('the phone’s owner sees nothing of it among the verifications', async (t) => {
  const person = await verifiedUser(identity, messages)
  const before = (await person.get('phone-verification')).json()
  await resetCode(identity, messages, person)
  t.same((await person.get('phone-verification')).json(), before)
})

t.test('a resend repeats the code while it lives long enough', async (t) => {
  const person = await verifiedUser(identity, messages)
  const code = await resetCode(identity, messages, person)
  identity.clock.advance(5 * MINUTE)
  t.equal(await resetCode(identity, messages, person), code)
  identity.clock.advance(5 * MINUTE)
  t.equal(await resetsAfter(person), 3)
  const verifications = await identity.query(
    `select 1 from identity.phone_verifications where user_id = ? and purpose = 'password_reset'`,
    [person.id]
  )
  t.equal(verifications.length, 2, 'then a new one begins')
})

t.test('the address counts its requests with its messages to phones, for whomever', async (t) => {
  const options = { remoteAddress: newAddress() }
  for (let n = 0; n < 5; n++) t.equal((await forgot(identity, newEmail(), options)).statusCode, 200)
  for (let n = 0; n < 5; n++) {
    const person = await signedInUser(identity)
    t.equal((await person.post(send, { phone_number: newNumber() }, options)).statusCode, 200)
  }
  const known = await verifiedUser(identity, messages)
  for (const email of [known.email, newEmail()]) {
    const answer = await forgot(identity, email, options)
    const { retry_after } = isRefused(t, answer, 'rate_limited')
    t.equal(answer.headers['retry-after'], String(retry_after))
  }
  const person = await signedInUser(identity)
  isRefused(t, await person.post(send, { phone_number: newNumber() }, options), 'rate_limited')
  const noted = await identity.query('select 1 from identity.password_reset_requests where email = ?', [known.email])
  t.same(noted, [], 'a refused request is not noted')
  t.equal(await resetsAfter(known), 1, 'from elsewhere the account may ask')
})

t.test('resets and verifications share the waits of the user and of the number: a reset waits its turn', async (t) => {
  const person = await signedInUser(identity)
  await verifyNumber(identity, messages, person)
  t.equal(await resetsAfter(person), 0, 'within a minute of the phone’s verification')
  identity.clock.advance(MINUTE)
  t.equal(await resetsAfter(person), 1)
  await person.post('reauthenticate', { password: PASSWORD })
  const soon = await person.post(send, { phone_number: newNumber() })
  t.same(isRefused(t, soon, 'rate_limited', 'the other way round'), { retry_after: 120 })
  identity.clock.advance(MINUTE)
  t.equal(await resetsAfter(person), 1)
  identity.clock.advance(MINUTE)
  t.equal(await resetsAfter(person), 2)
})

t.test('what was asked too early is sent as soon as it may be, once', async (t) => {
  const person = await signedInUser(identity)
  await verifyNumber(identity, messages, person)
  for (const _ of [1, 2, 3]) t.equal(await resetsAfter(person), 0)
  identity.clock.advance(MINUTE)
  await until('it is sent', async () => (await resets(person)).length > 0)
  await answered(identity, person.email)
  t.equal((await resets(person)).length, 1)
})

t.test('a number gets ten messages a day, whatever they are for', async (t) => {
  const person = await verifiedUser(identity, messages)
  for (let n = 1; n <= 9; n++) {
    identity.clock.advance(HOUR)
    t.equal(await resetsAfter(person), n)
  }
  identity.clock.advance(HOUR)
  t.equal(await resetsAfter(person), 9)
  identity.clock.advance(14 * HOUR)
  t.equal(await resetsAfter(person), 10, 'until a day has passed')
})

t.test('a country that is no longer allowed gets no code', async (t) => {
  const person = await verifiedUser(identity, messages)
  const elsewhere = await startIdentity(t, { env: { PHONE_ALLOWED_COUNTRIES: 'FR' } })
  const there = await signedInUser(elsewhere)
  await elsewhere.query('update identity.users set phone_number = ?, phone_verified = true where id = ?', [
    person.phone_number,
    there.id
  ])
  await forgot(elsewhere, there.email)
  await answered(elsewhere, there.email)
  t.same(await elsewhere.query('select 1 from identity.sms_messages'), [])
})

t.test('a verified test number gets a code of its own, and no message goes out', async (t) => {
  const person = await signedInUser(identity)
  await person.post(send, { phone_number: '+1234567890' })
  await person.post('verify-phone', { code: '123456' })
  t.equal(await resetsAfter(person), 1)
  t.equal(await resetsAfter(person), 2, 'without waits')
  const queue = openQueue(identity.settings.queueUrl, SMS_QUEUE)
  t.teardown(queue.close)
  const [{ id = '' } = {}] = await resets(person)
  t.equal(await queue.job(`sms-${id}`), undefined)
})

t.test('a number that was only ever verified as a test gets no code once it is a real one', async (t) => {
  const phone_number = newNumber()
  const env = { TEST_PHONE_CODES: `${phone_number}:111222` }
  const generous = await startIdentity(t, { beside: identity, relay: false, env })
  const person = await signedInUser(generous)
  await person.post(send, { phone_number })
  t.equal((await person.post('verify-phone', { code: '111222' })).statusCode, 200)
  t.equal(await resetsAfter(person), 0)
})

t.test('all that is wrong is told at once', async (t) => {
  const wrong = { email: 'nobody', other: 1 }
  const answer = await identity.app.inject({ method: 'POST', url: '/api/auth/forgot-password', payload: wrong })
  t.same(Object.keys(isRefused(t, answer, 'validation_failed')).sort(), ['email', 'other'])
})
