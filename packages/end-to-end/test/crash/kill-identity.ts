import type { Test } from 'tap'
import type { Store } from '../fixtures/outages.ts'
import type { Person } from '../fixtures/people.ts'
import { newNumber, signedIn } from '../fixtures/people.ts'
import type { Twilio } from '../fixtures/phones.ts'
import { arrivals, arrivalsAt, codeOn } from '../fixtures/phones.ts'
import type { Service } from '../fixtures/service.ts'
import type { Stack } from '../fixtures/start-stack.ts'

const PEOPLE = 12

type Sender = Person & { number: string }
const makeSenders = (identity: Service): Promise<Sender[]> =>
  Promise.all(Array.from({ length: PEOPLE }, async () => ({ ...(await signedIn(identity)), number: newNumber() })))

/** Everybody asks at once. Those who get an answer enter the list as it comes. */
function askAll(senders: Sender[]) {
  const answered: string[] = []
  const asked = senders.map(async ({ sendCode, number }) => {
    const answer = await sendCode(number).catch(() => undefined)
    if (answer?.status === 200) answered.push(number)
  })
  return { answered, first: Promise.race(asked), all: Promise.all(asked) }
}

/** While the queue is away nothing can be handed over, so it dies with everything in hand. */
export async function killIdentity(t: Test, { identity }: Stack, twilio: Twilio, store: Store) {
  const senders = await makeSenders(identity)
  await store.takeAway()
  const { answered, all } = askAll(senders)
  await all
  await identity.kill()
  await store.giveBack()
  t.equal(answered.length, PEOPLE)
  t.same(twilio.taken, [])
  identity.startAgain()
  t.same(
    await arrivalsAt(twilio, answered),
    answered.map(() => 1)
  )
  await identity.ready()
  const [{ verify, number }] = senders as [Sender]
  t.match(await verify(codeOn(twilio, number)), { status: 200 }, 'the code outlived the process')
}

/** Some have their answer, some do not, and some messages are on their way already. */
export async function killIdentityInHaste(t: Test, { identity }: Stack, twilio: Twilio) {
  const senders = await makeSenders(identity)
  const { answered, first, all } = askAll(senders)
  await first
  await identity.kill()
  await all
  identity.startAgain()
  await identity.ready()
  t.ok(answered.length > 0)
  t.comment(`${answered.length} of ${PEOPLE} were answered before the kill`)
  t.same(
    await arrivalsAt(twilio, answered),
    answered.map(() => 1)
  )
  t.ok(senders.every(({ number }) => arrivals(twilio, number) <= 1))
}
