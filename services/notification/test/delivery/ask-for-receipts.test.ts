import t from 'tap'
import { askForReceipts } from '../../src/delivery/ask-for-receipts.ts'
import { nextAsk } from '../../src/delivery/asking.ts'
import { reportUnreported } from '../../src/delivery/report-unreported.ts'
import { forgetMessage } from '../../src/operations/forget-message.ts'
import { openTwilio } from '../helpers/real-providers.ts'
import { openReceipts } from '../helpers/receipts.ts'
import { ago, questions, sendUnheard } from '../helpers/unheard.ts'
import { openWorld, run, sendJob } from '../helpers/world.ts'

const MINUTE_MS = 60_000
const { signal } = new AbortController()

t.test('a receipt that found nobody at home is asked for, and told as if it had come', async (t) => {
  const opened = await openReceipts(t)
  const { server, world, last } = opened
  const [delivered = '', undelivered = ''] = await sendUnheard(opened, 2)
  server.callAt('http://127.0.0.1:1')
  t.same(await server.tell(last(1), { status: 'delivered' }), [0])
  server.become(last(), 'undelivered', '30003')

  await askForReceipts(world.deps, signal)
  t.match(await world.row(delivered), { state: 'delivered', deliveredAt: Date, nextAskAt: null })
  t.match(await world.row(undelivered), { state: 'undelivered', failure: 'unreachable', errorCode: '30003' })
  await reportUnreported(world.deps)
  t.match(
    world.reported
      .slice(-2)
      .map(({ status }) => status)
      .sort(),
    ['delivered', 'failed']
  )
})

t.test('a message is asked about after a minute, then less and less, and after an hour no more', async (t) => {
  const opened = await openReceipts(t)
  const { world, send } = opened
  const { id } = await send()
  const minutes = async () => {
    const { acceptedAt, nextAskAt } = await world.row(id)
    return acceptedAt && nextAskAt && Math.round((nextAskAt.getTime() - acceptedAt.getTime()) / MINUTE_MS)
  }
  t.equal(await minutes(), 1)
  await askForReceipts(world.deps, signal)
  t.equal(questions(opened).length, 0, 'not before its time')
  for (const [passed, next] of [
    [1, 5],
    [5, 15],
    [15, 60],
    [60, null]
  ] as const) {
    await world.change(id, { acceptedAt: ago(passed + 0.1), nextAskAt: ago(0.1) })
    await askForReceipts(world.deps, signal)
    t.equal(await minutes(), next)
  }
  t.equal(questions(opened).length, 4)
  t.match(await world.row(id), { state: 'accepted', status: 'sent' })
})

t.test('the moments of asking depend on the acceptance alone', async (t) => {
  const accepted = new Date('2026-11-22T12:00:00Z')
  const next = (minutes: number) => nextAsk(accepted, new Date(accepted.getTime() + minutes * MINUTE_MS))
  t.same(next(0), new Date('2026-11-22T12:01:00Z'))
  t.same(next(1), new Date('2026-11-22T12:05:00Z'))
  t.same(next(59.9), new Date('2026-11-22T13:00:00Z'))
  t.equal(next(60), null)
})

t.test('nobody asks about what was forgotten, or where no receipt was asked for', async (t) => {
  const opened = await openReceipts(t)
  const [forgotten = ''] = await sendUnheard(opened, 1)
  await forgetMessage(opened.world.deps, { message_id: forgotten })
  await askForReceipts(opened.world.deps, signal)
  t.same(questions(opened), [])

  const { provider } = await openTwilio(t, { publicUrl: 'http://localhost:8001' })
  const world = await openWorld(t, [provider])
  const job = await sendJob()
  await run(world, job)
  t.match(await world.row(job.message_id), { state: 'accepted', nextAskAt: null })
})

t.test('a doubt that was resolved is asked about like any other message', async (t) => {
  const { world, send } = await openReceipts(t)
  const { id, again } = await send({ kind: 'take_then_reset' })
  t.equal(await again(), 'done')
  t.match(await world.row(id), { state: 'accepted', nextAskAt: Date })
})
