import t from 'tap'
import { say } from '../chaos/scene/figures.ts'
import { POSTGRES } from '../test/fixtures/backends.ts'
import { startTwilio } from '../test/fixtures/phones.ts'
import { startStack } from '../test/fixtures/start-stack.ts'
import { fill } from './fill.ts'
import type { Rate } from './rate.ts'
import { measureRate } from './rate.ts'
import { requestsTo } from './requests.ts'
import { sizesOf } from './sizes.ts'

const PEOPLE = Number(process.env.BENCH_PEOPLE || 1_000_000)
const SECONDS = Number(process.env.BENCH_SECONDS || 5)
const CLIENTS = 8

const PAGES = {
  'the overview': '/ops/',
  'messages, the newest': '/ops/messages/',
  'messages of a country': '/ops/messages/?country=US',
  'messages that failed': '/ops/messages/?state=failed'
}

t.test(`with ${PEOPLE} people`, { skip: POSTGRES.missing }, async (t) => {
  const twilio = await startTwilio(t)
  const stack = await startStack(t, POSTGRES, { env: { ...twilio.settings, RATE_LIMITS: 'off' } })
  const look = (path: string) => async () => {
    const answer = await fetch(`${stack.notification.url}${path}`)
    await answer.text()
    return answer.ok
  }
  const pages = Object.fromEntries(Object.entries(PAGES).map(([name, path]) => [name, look(path)]))
  const questions = { ...(await requestsTo(stack.identity)), ...pages }
  const measure = async () => {
    const rates: Record<string, Rate> = {}
    for (const [name, ask] of Object.entries(questions)) {
      await measureRate(CLIENTS, 1, ask)
      rates[name] = await measureRate(CLIENTS, SECONDS, ask)
      t.equal(rates[name]?.failed, 0, name)
    }
    return rates
  }
  const few = await measure()
  await fill(stack, PEOPLE, (done) => say(`  ${done} of ${PEOPLE} people are there`))
  const many = await measure()
  say(`\n${PEOPLE} people with a session, two sign-ins and a message each; ${CLIENTS} clients, ${SECONDS} s each`)
  for (const [name, { perSecond, p50 }] of Object.entries(many)) {
    const before = few[name]
    say(
      `  ${name}: ${(perSecond / (before?.perSecond ?? 1)).toFixed(2)} times as many a second as with few people; half within ${p50} ms (${before?.p50} ms)`
    )
  }
  for (const { name, rows, bytesEach } of await sizesOf(stack))
    say(`  ${name}: ${bytesEach} bytes a row (${rows} rows)`)
})
