import t from 'tap'
import { say } from '../chaos/scene/figures.ts'
import { POSTGRES, REDIS } from '../test/fixtures/backends.ts'
import { memoryOf } from '../test/fixtures/memory.ts'
import { newNumber, signedIn } from '../test/fixtures/people.ts'
import { startTwilio } from '../test/fixtures/phones.ts'
import { startStack } from '../test/fixtures/start-stack.ts'
import { until } from '../test/fixtures/until.ts'
import { measureRate, wordsOf } from './rate.ts'
import { requestsTo } from './requests.ts'
import { sizesOf } from './sizes.ts'

const CLIENTS = 16
const SECONDS = Number(process.env.BENCH_SECONDS || 10)
const BACKLOG = 1000

for (const backend of [POSTGRES, REDIS]) {
  t.test(`one of each, the queue in ${backend.name}`, { skip: backend.missing }, async (t) => {
    const twilio = await startTwilio(t)
    const stack = await startStack(t, backend, { env: { ...twilio.settings, RATE_LIMITS: 'off' } })
    say(`\none identity, one notification, the queue in ${backend.name}; ${CLIENTS} clients, ${SECONDS} s each`)
    say(`  memory at rest: ${memoryOf(stack.folder)}`)
    for (const [name, ask] of Object.entries(await requestsTo(stack.identity))) {
      await measureRate(CLIENTS, 1, ask) // A cold program is no measure.
      const rate = await measureRate(CLIENTS, SECONDS, ask)
      say(`  ${name}: ${wordsOf(rate)}`)
      t.equal(rate.failed, 0, name)
    }
    const settled = 'select from identity.sms_messages where status = $1 limit 1'
    await until('all is sent', async () => (await stack.query(settled, ['queued'])).length === 0)
    await drain(stack, twilio)
    say(`  memory after that: ${memoryOf(stack.folder)}`)
    for (const { name, rows, bytesEach } of await sizesOf(stack))
      say(`  ${name}: ${bytesEach} bytes a row (${rows} rows)`)
  })
}

/** What one worker sends when many wait: asked for while it is away, timed from its start. */
async function drain(
  { identity, notification }: Awaited<ReturnType<typeof startStack>>,
  { taken }: Awaited<ReturnType<typeof startTwilio>>
) {
  await notification.stop()
  const before = taken.length
  const person = await signedIn(identity)
  for (let asked = 0; asked < BACKLOG; asked += 20)
    await Promise.all(Array.from({ length: 20 }, () => person.sendCode(newNumber())))
  notification.startAgain()
  await until('the first is sent', () => taken.length > before)
  const startedAt = performance.now()
  const first = taken.length
  await until('the backlog is sent', () => taken.length >= before + BACKLOG)
  const perSecond = ((before + BACKLOG - first) / (performance.now() - startedAt)) * 1000
  say(`  a backlog of ${BACKLOG} messages: one worker sends ${perSecond.toFixed(0)} a second`)
}
