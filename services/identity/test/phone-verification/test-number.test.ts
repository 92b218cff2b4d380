import { SMS_QUEUE } from '@gatehouse/contracts'
import t from 'tap'
import { newNumber, signedInUser } from '../fixtures/people.ts'
import { openQueue } from '../fixtures/queue.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'

const identity = await startIdentity(t)
const queue = openQueue(identity.settings.queueUrl, SMS_QUEUE)
t.teardown(queue.close)
const TEST_NUMBER = '+1234567890'
const send = 'send-phone-verification'

t.test('the test number is delivered at once, again and again, and sends nothing', async (t) => {
  const person = await signedInUser(identity)
  const at = identity.clock.now().toISOString()
  for (let n = 0; n < 12; n++) {
    const answer = await person.post(send, { phone_number: TEST_NUMBER })
    t.equal(answer.statusCode, 200)
    const { verification } = answer.json()
    t.match(verification, {
      status: 'delivered',
      phone_number: TEST_NUMBER,
      attempts_remaining: 5,
      resend_available_at: at
    })
  }
  t.equal((await person.post('verify-phone', { code: '123456' })).json().message, 'Phone verified')
  t.same(await queue.jobs(), [])
  t.same(await identity.query('select 1 from identity.hand_offs'), [])
})

t.test('any number of accounts verify it, each as often as it likes', async (t) => {
  for (const person of [await signedInUser(identity), await signedInUser(identity)]) {
    for (let n = 0; n < 3; n++) {
      t.equal((await person.post(send, { phone_number: TEST_NUMBER })).statusCode, 200)
      const { user } = (await person.post('verify-phone', { code: '123456' })).json()
      t.match(user, { phone_number: TEST_NUMBER, phone_verified: true })
    }
  }
})

t.test('its tries are five, like any other’s', async (t) => {
  const person = await signedInUser(identity)
  await person.post(send, { phone_number: TEST_NUMBER })
  for (let n = 0; n < 5; n++) isRefused(t, await person.post('verify-phone', { code: '654321' }), 'invalid_code')
  isRefused(t, await person.post('verify-phone', { code: '123456' }), 'no_pending_verification')
  await person.post(send, { phone_number: TEST_NUMBER })
  t.equal((await person.post('verify-phone', { code: '123456' })).statusCode, 200, 'a new one helps')
})

t.test('wrong codes for it do not add up over a day', async (t) => {
  const person = await signedInUser(identity)
  for (let round = 0; round < 4; round++) {
    await person.post(send, { phone_number: TEST_NUMBER })
    for (let n = 0; n < 5; n++) isRefused(t, await person.post('verify-phone', { code: '000000' }), 'invalid_code')
  }
  t.equal((await person.post(send, { phone_number: TEST_NUMBER })).statusCode, 200)
})

t.test('its code verifies no other number', async (t) => {
  const person = await signedInUser(identity)
  await person.post(send, { phone_number: newNumber() })
  const answer = await person.post('verify-phone', { code: '123456' })
  // A real code is 123456 once in a million.
  t.equal(answer.statusCode, 400)
})

t.test('test numbers are those of the settings', async (t) => {
  const env = { TEST_PHONE_CODES: '+15550001:000111, +15550002:000222' }
  const beside = await startIdentity(t, { beside: identity, env })
  const person = await signedInUser(beside, { phone_number: '+15550002' })
  t.equal((await person.post(send)).statusCode, 200)
  isRefused(t, await person.post('verify-phone', { code: '000111' }), 'invalid_code')
  t.equal((await person.post('verify-phone', { code: '000222' })).statusCode, 200)
  isRefused(t, await person.post(send, { phone_number: TEST_NUMBER }), 'phone_invalid', 'the default is none then')
})
