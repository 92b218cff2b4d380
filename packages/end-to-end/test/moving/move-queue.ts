import type { Test } from 'tap'
import type { Twilio } from '../fixtures/phones.ts'
import { arrivals, arrivalsAt, codeOn } from '../fixtures/phones.ts'
import type { Stack } from '../fixtures/start-stack.ts'
import { until } from '../fixtures/until.ts'
import type { Asked } from './keep-asking.ts'
import { keepAsking } from './keep-asking.ts'
import { hasEnded, knownMessages } from './known-messages.ts'
import { refillQueue } from './postgres-tools.ts'

const ENOUGH = 5
const WAITING = 'select from identity.hand_offs where handed_over_at is null'
const VERIFIED = 'select from notification.sms_messages where verified_at is not null'

/** As docs/operations.md has it: workers first, then identity, and what the old queue still holds is handed over anew. */
export async function moveQueue(t: Test, stack: Stack, twilio: Twilio, queueUrl: string) {
  const { identity, notification, query, databaseUrl } = stack
  const load = keepAsking(identity)
  await until('some are sent', () => load.answered.filter(({ number }) => arrivals(twilio, number)).length >= ENOUGH)
  t.equal(await notification.stop(), 0)
  const left = load.answered.length
  await until('more ask', () => load.answered.length >= left + ENOUGH)
  const arrived = load.answered.find(({ number }) => arrivals(twilio, number)) as Asked
  t.equal((await arrived.person.verify(codeOn(twilio, arrived.number))).status, 200)
  await until('the old queue has some of it', async () => (await knownMessages(stack)).some(({ state }) => !state))
  await load.end()
  await until('the old queue has all of it', async () => (await query(WAITING)).length === 0)
  t.same(await query(VERIFIED), [])
  t.equal(await identity.stop(), 0)

  await refillQueue(databaseUrl)
  for (const service of [identity, notification]) service.startAgain({ QUEUE_URL: queueUrl })
  await Promise.all([identity.ready(), notification.ready()])
  const later = keepAsking(identity)
  await until('people go on asking', () => later.answered.length >= ENOUGH)
  await later.end()

  await until('every message has its end', async () => (await knownMessages(stack)).every(hasEnded))
  const answered = [...load.answered, ...later.answered]
  t.comment(`${answered.length} were answered; ${load.answered.length - left} of them waited in the old queue`)
  t.same(
    await arrivalsAt(
      twilio,
      answered.map(({ number }) => number)
    ),
    answered.map(() => 1)
  )
  await until('notification knows who typed a code', async () => (await query(VERIFIED)).length === 1)
  const waited = load.answered.at(-1) as Asked
  t.equal((await waited.person.verify(codeOn(twilio, waited.number))).status, 200, 'what waited is right')
}
