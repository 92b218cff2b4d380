import t from 'tap'
import { openSns } from '../helpers/real-providers.ts'
import { openReceipts } from '../helpers/receipts.ts'

const posts = (received: readonly { method: string }[]) => received.filter(({ method }) => method === 'POST').length

t.test('a receipt that comes before the answer to the send is believed, and the answer adds nothing', async (t) => {
  for (const [told, state] of [
    ['queued', 'accepted'],
    ['delivered', 'delivered'],
    ['undelivered', 'undelivered']
  ] as const) {
    const { server, world, send, last } = await openReceipts(t)
    server.tellOfEach('before_answer', { status: told })
    const { id, ending, again } = await send()

    t.equal(ending, 'done', told)
    t.match(await world.row(id), { state, attempt: 1, providerMessageId: last().id })
    t.equal(await again(), 'done')
    t.equal(server.received.length, 1)
  }
})

t.test('an answer that was lost, and a receipt that came first: one send, and no question', async (t) => {
  for (const kind of ['take_then_reset', 'take_then_hang'] as const) {
    const { server, world, send, last } = await openReceipts(t, { timeoutMs: 2000 })
    server.tellOfEach('before_answer', { status: 'sent' })
    const { id, ending, again } = await send({ kind })

    t.equal(ending, 'done', kind)
    t.equal(await again(), 'done')
    t.match(await world.row(id), { state: 'accepted', attempt: 1, providerMessageId: last().id })
    t.equal(server.received.length, 1)
  }
})

t.test('a message in doubt is proved by its receipt: one send, and no question', async (t) => {
  const { server, world, send, last } = await openReceipts(t)
  const { id, ending, again } = await send({ kind: 'take_then_reset' })
  t.match(ending, /^RetryLater: in_doubt/)
  await server.tell(last(), { status: 'sent' })
  t.match(await world.row(id), { state: 'accepted', providerMessageId: last().id })
  t.equal(await again(), 'done')
  t.equal(server.received.length, 1)
})

t.test('a receipt that comes while Twilio is asked about a doubt: no second send', async (t) => {
  const { server, world, provider, send, last } = await openReceipts(t)
  const { id, job } = await send({ kind: 'take_then_reset' })
  // Its list lags behind: the message is not there yet.
  const find = async () => {
    await server.tell(last(), { status: 'sent' })
    return []
  }
  const { deliverSms } = await import('../../src/delivery/deliver-sms.ts')
  const late = deliverSms({ ...world.deps, providers: [{ ...provider, find }] }, job, false)
  await t.rejects(late, { message: 'in_other_hands' })
  t.match(await world.row(id), { state: 'accepted', attempt: 1 })
  t.equal(posts(server.received), 1)
})

t.test('a message that was refused after a lost answer is not sent again once its receipt is there', async (t) => {
  const { server, world, send, last } = await openReceipts(t)
  const { id, again } = await send({ kind: 'take_then_reset' })
  const sms = last()
  await world.change(id, { state: 'pending', attempt: 2 })
  await server.tell(sms, { status: 'sent' })
  t.equal(await again(), 'done')
  t.equal(posts(server.received), 1)
  t.match(await world.row(id), { state: 'accepted', providerMessageId: sms.id })
})

t.test('a receipt from one provider while another has the message in hand: it is out', async (t) => {
  const sns = await openSns(t)
  const { server, world, send, last } = await openReceipts(t, { others: [sns.provider] })
  const { id, again } = await send({ kind: 'take_then_reset' })
  await world.change(id, { state: 'pending', provider: null })
  await server.tell(last(), { status: 'sent' })
  t.match(await world.row(id), { state: 'accepted', provider: 'twilio', providerMessageId: last().id })
  t.equal(await again(), 'done')
  t.equal(sns.server.received.length, 0)
})
