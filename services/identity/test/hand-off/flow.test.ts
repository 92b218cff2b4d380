import { SMS_OUTCOME_QUEUE, verifiedJobId } from '@gatehouse/contracts'
import { onEveryBackend } from '../fixtures/backends.ts'
import { MINUTE } from '../fixtures/clock.ts'
import { openMessages, otherThan } from '../fixtures/messages.ts'
import { newNumber, signedInUser } from '../fixtures/people.ts'
import { openQueue } from '../fixtures/queue.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { until } from '../fixtures/until.ts'

onEveryBackend('a phone is verified from the first request to the outcome', async (t, { server, env }) => {
  const identity = await startIdentity(t, { server, env })
  const messages = openMessages(t, identity)
  const outcomes = openQueue(identity.settings.queueUrl, SMS_OUTCOME_QUEUE)
  t.teardown(outcomes.close)
  const person = await signedInUser(identity, { country: 'DE', city: 'Bonn', skills: 'x' })
  const phone_number = newNumber()

  t.equal((await person.post('send-phone-verification', { phone_number })).statusCode, 200)
  const first = await messages.newestOf(person)
  isRefused(t, await person.post('send-phone-verification', { phone_number }), 'rate_limited')
  identity.clock.advance(MINUTE)
  t.equal((await person.post('send-phone-verification', { phone_number })).statusCode, 200)
  const second = await messages.newestOf(person)
  t.not(second.id, first.id)
  t.equal(second.code, first.code)

  t.same(isRefused(t, await person.post('verify-phone', { code: otherThan(first.code) }), 'invalid_code'), {
    attempts_remaining: 4
  })
  const verified = await person.post('verify-phone', { code: first.code })
  t.match(verified.json(), { message: 'Phone verified', user: { phone_number, profile_completed: true } })

  const outcome = await until('the outcome', () => outcomes.job(verifiedJobId(`${second.id}`)))
  t.equal(outcome.name, 'verified')
  t.same(outcome.data, { message_id: second.id, at: identity.clock.now().toISOString() })
  t.equal((await outcomes.jobs()).filter(({ data }) => 'message_id' in data && data.message_id === second.id).length, 1)
})
