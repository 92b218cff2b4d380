import t from 'tap'
import { reportUnreported } from '../../src/delivery/report-unreported.ts'
import { forgetMessage } from '../../src/operations/forget-message.ts'
import { openReceipts } from '../helpers/receipts.ts'

/** Every order of these. */
const orders = <T>(items: T[]): T[][] =>
  items.length < 2
    ? [items]
    : items.flatMap((item, at) => orders(items.toSpliced(at, 1)).map((others) => [item, ...others]))

t.test('what Twilio tells reaches the ledger and identity, with the time that it took', async (t) => {
  const { server, world, send, last } = await openReceipts(t)
  const { id } = await send()
  t.same(await server.tell(last(), { status: 'sent' }, { status: 'delivered' }), [204, 204])

  const row = await world.row(id)
  t.match(row, { state: 'delivered', failure: null, nextAskAt: null, providerMessageId: last().id })
  t.ok(row.acceptedAt && row.deliveredAt && row.deliveredAt >= row.acceptedAt)
  await reportUnreported(world.deps)
  t.match(world.reported, [{ status: 'sent' }, { message_id: id, status: 'delivered', error_code: null }])
})

t.test('in whatever order and however often receipts come, a message only moves forward', async (t) => {
  const { server, world, send, last } = await openReceipts(t)
  for (const [end, state] of [
    ['delivered', 'delivered'],
    ['undelivered', 'undelivered']
  ] as const) {
    for (const order of orders(['queued', 'sending', 'sent', end])) {
      const { id } = await send()
      await server.tell(last(), ...order.map((status) => ({ status, times: 2 })))
      t.match(await world.row(id), { state }, order.join())
    }
  }
})

t.test('receipts that all come at once end where they would have ended one by one', async (t) => {
  const { server, world, send, last } = await openReceipts(t)
  const { id } = await send()
  const statuses = [
    'queued',
    'sent',
    'sending',
    'delivered',
    'sent',
    'delivered',
    'sent',
    'queued',
    'delivered',
    'sent'
  ]
  const answers = await Promise.all(statuses.map((status) => server.tell(last(), { status })))
  t.same(answers.flat(), Array(10).fill(204))
  const row = await world.row(id)
  t.match(row, { state: 'delivered', providerMessageId: last().id })
})

t.test('a failure has a reason that a person understands', async (t) => {
  const { server, world, send, last } = await openReceipts(t)
  for (const [status, errorCode, failure] of [
    ['undelivered', '30003', 'unreachable'],
    ['undelivered', '30004', 'blocked'],
    ['undelivered', '30005', 'invalid_number'],
    ['undelivered', '30006', 'unreachable'],
    ['undelivered', '30007', 'blocked'],
    ['failed', '21610', 'opted_out'],
    ['failed', '30036', 'expired'],
    ['undelivered', '30008', 'unknown'],
    ['canceled', undefined, 'unknown']
  ] as const) {
    const { id } = await send()
    await server.tell(last(), { status, ...(errorCode && { errorCode }) })
    t.match(await world.row(id), { state: 'undelivered', status: 'failed', failure, errorCode: errorCode ?? null })
  }
  await reportUnreported(world.deps)
  t.match(
    world.reported.filter(({ status }) => status === 'failed').map((update) => update.error_code),
    ['unreachable', 'blocked', 'invalid_number', 'unreachable', 'blocked', 'opted_out', 'expired', 'unknown', 'unknown']
  )
})

t.test('a receipt of long after its life still tells that the message arrived', async (t) => {
  const { server, world, send, last } = await openReceipts(t)
  const [accepted, expired, failed] = [await send(), await send(), await send()]
  const threeDaysAgo = new Date(Date.now() - 72 * 3600_000)
  await world.change(accepted.id, { acceptedAt: threeDaysAgo, expiresAt: threeDaysAgo })
  await world.change(expired.id, { state: 'expired', status: 'expired', failure: 'expired' })
  await world.change(failed.id, { state: 'failed', status: 'failed', failure: 'unknown' })

  for (const [before, { id }] of [failed, expired, accepted].entries()) {
    await server.tell(last(before), { status: 'sent' })
    t.notMatch(await world.row(id), { state: 'delivered' })
    await server.tell(last(before), { status: 'delivered' })
    t.match(await world.row(id), { state: 'delivered', failure: null })
  }
})

t.test('of a message that was forgotten nothing is written again', async (t) => {
  const { server, world, send, last } = await openReceipts(t)
  const { id } = await send()
  await forgetMessage(world.deps, { message_id: id })
  const { readAt: _, ...before } = await world.row(id)

  t.same(await server.tell(last(), { status: 'sent' }, { status: 'delivered' }, { status: 'failed' }), [204, 204, 204])
  const { readAt: __, ...after } = await world.row(id)
  t.same(after, before)
  t.match(after, { providerMessageId: null, numberEnding: null, forgottenAt: Date, nextAskAt: null })
})

t.test('a receipt of a message that nobody knows is taken, and changes nothing', async (t) => {
  const { server, world, send, last } = await openReceipts(t)
  const { id } = await send()
  const stray = (messageId: string) => ({ ...last(), callback: last().callback?.replace(id, messageId) })
  for (const other of [crypto.randomUUID(), '', '1', `${id}0`, `${id}&message_id=${id}`, '%27%20or%201=1', '%ff']) {
    t.same(await server.tell(stray(other), { status: 'delivered' }), [204], other)
  }
  t.same(await server.tell(last(), { status: 'exploded' }), [204], 'nor does a word that Twilio does not have')
  t.match(await world.row(id), { state: 'accepted' })
})
