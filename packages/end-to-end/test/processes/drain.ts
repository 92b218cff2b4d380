import type { Test } from 'tap'
import { newNumber, signedIn } from '../fixtures/people.ts'
import type { Twilio } from '../fixtures/phones.ts'
import { arrivals, arrivalsAt } from '../fixtures/phones.ts'
import type { Service } from '../fixtures/service.ts'
import type { Stack } from '../fixtures/start-stack.ts'
import { until } from '../fixtures/until.ts'

const PEOPLE = 40
const SENT_BEFORE_SIGTERM = 3
const WAITING = 'select from identity.hand_offs where handed_over_at is null'

/** As in every deployment: one of each ends in the midst of work, and what it leaves the other brings to its end. */
export async function drainUnderLoad(t: Test, { identities, notifications, query }: Stack, twilio: Twilio) {
  const leaving = [identities[0], notifications[0]] as [Service, Service]
  const people = await Promise.all(
    Array.from({ length: PEOPLE }, async () => ({ ...(await signedIn(leaving[0])), number: newNumber() }))
  )
  const sentBefore = twilio.taken.length
  const answered: string[] = []
  const asked = people.map(async ({ sendCode, number }) => {
    const answer = await sendCode(number).catch(() => undefined)
    if (answer?.status === 200) answered.push(number)
  })
  await until('some are sent', () => twilio.taken.length >= sentBefore + SENT_BEFORE_SIGTERM)
  const sentAtSigterm = twilio.taken.length - sentBefore
  t.same(await Promise.all(leaving.map((service) => service.stop())), [0, 0])
  await Promise.all(asked)
  t.comment(`SIGTERM after ${sentAtSigterm} sends; ${answered.length} of ${PEOPLE} requests were answered`)

  t.same(
    await arrivalsAt(twilio, answered),
    answered.map(() => 1)
  )
  await until('all is handed over', async () => (await query(WAITING)).length === 0)
  t.ok(people.every(({ number }) => arrivals(twilio, number) <= 1))
}
