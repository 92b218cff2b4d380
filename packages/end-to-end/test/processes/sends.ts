import type { Test } from 'tap'
import { countOf } from '../fixtures/count-of.ts'
import type { Person } from '../fixtures/people.ts'
import { at, newNumber, signedIn } from '../fixtures/people.ts'
import type { Twilio } from '../fixtures/phones.ts'
import { arrivalsAt } from '../fixtures/phones.ts'
import type { Service } from '../fixtures/service.ts'
import type { Stack } from '../fixtures/start-stack.ts'
import { until } from '../fixtures/until.ts'

const SENDS = 60
const NOT_SENT = `select from identity.sms_messages where status <> 'sent'`

/** Everybody asks at once, at the process other than the one where they signed in. */
export async function sendOnce(t: Test, { identities, query }: Stack, twilio: Twilio) {
  const [first, second] = identities as [Service, Service]
  const people = await Promise.all(Array.from({ length: SENDS }, (_, n) => signedIn(n % 2 ? first : second)))
  const numbers = people.map(() => newNumber())
  const startedAt = performance.now()
  const send = (person: Person, n: number) => at(n % 2 ? second : first, person).sendCode(numbers[n] ?? '')
  const answers = await Promise.all(people.map(send))
  t.same(countOf(answers), { 200: SENDS })
  t.same(
    await arrivalsAt(twilio, numbers),
    numbers.map(() => 1)
  )
  const ms = Math.round(performance.now() - startedAt)
  t.comment(`${SENDS} sends at once were all at the provider after ${ms} ms`)

  await until('every client sees "sent"', async () => (await query(NOT_SENT)).length === 0)
  t.same(await query('select attempt from notification.sms_messages where attempt <> 1'), [])
  const workers = await query('select distinct claimed_by from notification.sms_messages')
  t.equal(workers.length, 2, 'both workers worked')
  t.equal(twilio.received.length, twilio.taken.length, 'and nobody asked Twilio for anything else')
}
