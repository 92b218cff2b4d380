import type { Test } from 'tap'
import t from 'tap'
import { fatesOf, isSettled } from '../../chaos/scene/fates.ts'
import { openInbox } from '../../chaos/soak/inbox.ts'
import { keepComing } from '../../chaos/soak/traffic.ts'
import { arrivals } from '../fixtures/phones.ts'
import type { Service } from '../fixtures/service.ts'
import { until } from '../fixtures/until.ts'
import { flow } from './flow.ts'
import { failedOf, peopleBehind } from './people-behind.ts'
import type { ProductionLike } from './production-like.ts'
import { missing, startProductionLike } from './production-like.ts'

const DAYS_A_SECOND = 3
const LOAD_SECONDS = 45
// The guide's: it gets no SMS.
const TEST_NUMBER = '+1234567890'

t.test('two of each behind a gateway, with Redis and PgBouncer', { skip: missing }, async (t) => {
  const production = await startProductionLike(t)
  await t.test('the flow', (t) => flow(t, production.front))
  await t.test('every process is replaced under load, and nobody notices', (t) => replaceAll(t, production))
})

async function replaceAll(t: Test, { stack, twilio, front }: ProductionLike) {
  const world = peopleBehind(t, front, openInbox({ twilio }))
  const before = twilio.taken.length
  const living = keepComing(world, DAYS_A_SECOND, LOAD_SECONDS)
  const knocking = keepKnocking(front, living)
  await until('people live', () => twilio.taken.length > before + 3)
  for (const service of [...stack.identities, ...stack.notifications]) await replace(t, front, service)
  const days = await living
  t.comment(`${days} days, ${world.answers.all.length} requests, ${twilio.taken.length - before} messages`)
  t.same(failedOf(world), [], 'every request was answered as on a good day')
  t.strictSame([...(await knocking).keys()], [404], 'and every one to notification')
  const fates = () => fatesOf({ stack })
  await until('every message has its end', async () => (await fates()).every(isSettled))
  const sent = (await fates()).filter(({ number }) => number !== TEST_NUMBER)
  const messagesFor = (number: string) => sent.filter((fate) => fate.number === number).length
  const wrong = sent.filter(({ number }) => arrivals(twilio, number) !== messagesFor(number))
  t.same(wrong, [], 'every message arrived, and once')
}

/** Posts to notification all the time, as a provider does. @returns how often it was answered what */
async function keepKnocking({ url }: ProductionLike['front'], living: Promise<unknown>) {
  const answers = new Map<number, number>()
  let isOver = false
  living.finally(() => {
    isOver = true
  })
  while (!isOver) {
    const { status } = await fetch(`${url}/webhooks/nobody`, { method: 'POST', body: 'a=b' })
    answers.set(status, (answers.get(status) ?? 0) + 1)
  }
  return answers
}

const DOORS = { identity: '/api/auth/profile/', notification: '/webhooks/nobody' }

// The next one goes when the gateway, too, knows that this one is back: it asks once a second.
async function replace(t: Test, { url }: ProductionLike['front'], service: Service) {
  t.equal(await service.stop(), 0, `${service.name} ends in order`)
  service.startAgain()
  await service.ready()
  const isSentSomebody = async () => {
    const id = crypto.randomUUID()
    await fetch(url + DOORS[service.name], { headers: { 'x-request-id': id } })
    return service.output().includes(id)
  }
  await until(`the gateway sends somebody to ${service.name}`, isSentSomebody, 100)
}
