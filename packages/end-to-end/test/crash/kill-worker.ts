import type { Test } from 'tap'
import type { Person } from '../fixtures/people.ts'
import { newNumber, signedIn } from '../fixtures/people.ts'
import type { Twilio } from '../fixtures/phones.ts'
import { arrivals } from '../fixtures/phones.ts'
import type { Stack } from '../fixtures/start-stack.ts'
import { until } from '../fixtures/until.ts'

/** Of one message Twilio's yes was lost with the worker; the other Twilio never took. Only Twilio can tell them apart. */
export async function killWorker(t: Test, { identity, notification, query }: Stack, twilio: Twilio) {
  const senders = [await signedIn(identity), await signedIn(identity)] as [Person, Person]
  const [takenNumber, lostNumber] = [newNumber(), newNumber()]
  const seen = () => [takenNumber, lostNumber].map((number) => arrivals(twilio, number))
  const heardBefore = twilio.received.length
  twilio.next({ kind: 'take_then_hang' })
  await senders[0].sendCode(takenNumber)
  await until('Twilio has the first', () => twilio.received.length === heardBefore + 1)
  twilio.next({ kind: 'hang' })
  await senders[1].sendCode(lostNumber)
  await until('Twilio heard of the second', () => twilio.received.length === heardBefore + 2)
  await notification.kill()
  t.same(seen(), [1, 0])
  notification.startAgain()

  for (const { verification } of senders) {
    await until('the client sees "sent"', async () => (await verification())?.status === 'sent')
  }
  t.same(seen(), [1, 1])
  const attempts = `select attempt from notification.sms_messages where number_ending = any($1) order by created_at desc limit 2`
  const endings = [takenNumber, lostNumber].map((number) => number.slice(-3))
  t.same(await query(attempts, [endings]), [{ attempt: 2 }, { attempt: 1 }], 'only the lost one was sent again')
  await notification.ready()
}
