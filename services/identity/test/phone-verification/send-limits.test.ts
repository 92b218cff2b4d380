import t from 'tap'
import { DAY, HOUR, MINUTE, SECOND } from '../fixtures/clock.ts'
import { newAddress, newNumber, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'

const identity = await startIdentity(t, { relay: false })
const send = 'send-phone-verification'
const after = (ms: number) => new Date(identity.clock.now().getTime() + ms).toISOString()

t.test('sends of a user are one, two, then five minutes apart, whatever the number', async (t) => {
  const person = await signedInUser(identity)
  for (const minutes of [1, 2, 5, 5]) {
    const answer = await person.post(send, { phone_number: newNumber() })
    t.equal(answer.json().verification?.resend_available_at, after(minutes * MINUTE))
    identity.clock.advance(minutes * MINUTE - SECOND)
    const early = await person.post(send, { phone_number: newNumber() })
    t.same(isRefused(t, early, 'rate_limited', `after ${minutes} minutes less a second`), { retry_after: 1 })
    identity.clock.advance(SECOND)
  }
  t.equal((await person.post(send, { phone_number: newNumber() })).statusCode, 200)
})

t.test('after an hour without a send the first wait is a minute again', async (t) => {
  const person = await signedInUser(identity)
  await person.post(send, { phone_number: newNumber() })
  identity.clock.advance(MINUTE)
  await person.post(send, { phone_number: newNumber() })
  identity.clock.advance(HOUR)
  const { verification } = (await person.post(send, { phone_number: newNumber() })).json()
  t.equal(verification.resend_available_at, after(MINUTE))
})

t.test('sends to a number are apart over all users', async (t) => {
  const phone_number = newNumber()
  const [a, b] = [await signedInUser(identity), await signedInUser(identity)]
  t.equal((await a.post(send, { phone_number })).statusCode, 200)
  t.same(isRefused(t, await b.post(send, { phone_number }), 'rate_limited'), { retry_after: 60 })
  t.equal((await b.post(send, { phone_number: newNumber() })).statusCode, 200, 'what was refused counted for nobody')
  identity.clock.advance(MINUTE)
  t.equal((await b.post(send, { phone_number })).statusCode, 200)
})

/** Sends by a new user from a new address each time, so that only the number's limit is met. */
const sendBySomebody = async (phone_number: string) => (await signedInUser(identity)).post(send, { phone_number })

t.test('a number gets five messages an hour', async (t) => {
  const phone_number = newNumber()
  for (let n = 0; n < 5; n++) {
    t.equal((await sendBySomebody(phone_number)).statusCode, 200)
    identity.clock.advance(5 * MINUTE)
  }
  t.same(isRefused(t, await sendBySomebody(phone_number), 'rate_limited'), { retry_after: 35 * 60 })
  identity.clock.advance(35 * MINUTE)
  t.equal((await sendBySomebody(phone_number)).statusCode, 200, 'the window slides')
})

t.test('a number gets ten messages a day', async (t) => {
  const phone_number = newNumber()
  for (let n = 0; n < 10; n++) {
    t.equal((await sendBySomebody(phone_number)).statusCode, 200)
    identity.clock.advance(HOUR)
  }
  t.same(isRefused(t, await sendBySomebody(phone_number), 'rate_limited'), { retry_after: 14 * 3600 })
  identity.clock.advance(14 * HOUR)
  t.equal((await sendBySomebody(phone_number)).statusCode, 200)
})

t.test('an address sends ten messages an hour, over users and numbers', async (t) => {
  const options = { remoteAddress: '2001:db8:5:6::1' }
  for (let n = 0; n < 10; n++) {
    const person = await signedInUser(identity)
    t.equal((await person.post(send, { phone_number: newNumber() }, options)).statusCode, 200)
  }
  const person = await signedInUser(identity)
  const late = await person.post(send, { phone_number: newNumber() }, { remoteAddress: '2001:db8:5:6:7::8' })
  t.same(isRefused(t, late, 'rate_limited', 'the whole /64'), { retry_after: 3600 })
  t.equal((await person.post(send, { phone_number: newNumber() })).statusCode, 200, 'from elsewhere it may')
})

t.test('of many sends at once, over processes too, one passes', async (t) => {
  const beside = await startIdentity(t, { beside: identity, relay: false })
  const person = await signedInUser(identity)
  const { app } = identity
  const inject = (process: { app: typeof app }) =>
    process.app.inject({
      method: 'POST',
      url: `/api/auth/${send}`,
      headers: { authorization: `Bearer ${person.token}` },
      remoteAddress: newAddress(),
      payload: { phone_number: newNumber() }
    })
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => inject(n % 2 ? identity : beside)))
  t.equal(answers.filter(({ statusCode }) => statusCode === 200).length, 1)
  t.equal(answers.filter(({ statusCode }) => statusCode === 429).length, 19)
})

t.test('the table of limits holds neither numbers nor addresses', async (t) => {
  const person = await signedInUser(identity)
  const phone_number = newNumber()
  await person.post(send, { phone_number })
  const rows = await identity.query<{ key: string }>('select key from identity.limits')
  const keys = rows.map(({ key }) => key).join(' ')
  t.match(keys, /send-number:/)
  for (const hidden of [phone_number.slice(1), person.remoteAddress, person.id]) t.notMatch(keys, hidden)
})

t.test('without limits sends follow each other, and five tries stay five', async (t) => {
  const beside = await startIdentity(t, { beside: identity, relay: false, env: { RATE_LIMITS: 'off' } })
  const person = await signedInUser(beside)
  const phone_number = newNumber()
  for (let n = 0; n < 12; n++) t.equal((await person.post(send, { phone_number })).statusCode, 200)
  for (let n = 0; n < 5; n++) await person.post('verify-phone', { code: '000000' })
  const sixth = await person.post('verify-phone', { code: '000000' })
  isRefused(t, sixth, 'no_pending_verification')
  identity.clock.advance(DAY)
})
