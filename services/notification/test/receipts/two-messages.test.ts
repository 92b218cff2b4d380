import t from 'tap'
import { openReceipts } from '../helpers/receipts.ts'

t.test(
  'of two messages that stand for one, an arrival counts for either, a failure only for the bound one',
  async (t) => {
    const twice = async () => {
      const opened = await openReceipts(t)
      const { id, again } = await opened.send({ kind: 'take_then_reset' })
      const lost = opened.last()
      // Twilio's list does not show it: sent again.
      await opened.world.change(id, { claimedAt: new Date(Date.now() + 3600_000) })
      t.equal(await again(), 'done')
      t.equal(opened.server.taken.length, 2)
      return { ...opened, id, lost, bound: opened.last() }
    }
    const one = await twice()
    await one.server.tell(one.lost, { status: 'undelivered', errorCode: '30003' })
    t.match(await one.world.row(one.id), { state: 'accepted', providerMessageId: one.bound.id })
    await one.server.tell(one.lost, { status: 'delivered' })
    t.match(await one.world.row(one.id), { state: 'delivered', providerMessageId: one.bound.id })

    const other = await twice()
    await other.server.tell(other.bound, { status: 'undelivered', errorCode: '30003' })
    t.match(await other.world.row(other.id), { state: 'undelivered' })
    await other.server.tell(other.lost, { status: 'delivered' })
    t.match(await other.world.row(other.id), { state: 'delivered', failure: null, errorCode: null })
  }
)

t.test('a failure of an earlier try does not end a message that is on its way again', async (t) => {
  const { server, world, send, last } = await openReceipts(t)
  const { id } = await send({ kind: 'take_then_reset' })
  for (const standing of [
    { state: 'sending', attempt: 2 },
    { state: 'pending', attempt: 2 },
    { state: 'sending', attempt: 2, provider: 'sns' }
  ] as const) {
    await world.change(id, standing)
    await server.tell(last(), { status: 'undelivered', errorCode: '30003' })
    t.match(await world.row(id), standing)
  }
  await world.change(id, { state: 'in_doubt', provider: 'twilio' })
  await server.tell(last(), { status: 'undelivered', errorCode: '30003' })
  t.match(await world.row(id), { state: 'undelivered', providerMessageId: last().id }, 'one that is not, it ends')
})

t.test('what stands for another row is never bound twice', async (t) => {
  const { server, world, send, last } = await openReceipts(t)
  const first = await send()
  const bound = last()
  const second = await send({ kind: 'reset' })
  const confused = { ...bound, callback: bound.callback?.replace(first.id, second.id) }

  t.same(await server.tell(confused, { status: 'undelivered' }), [204])
  t.match(await world.row(second.id), { state: 'in_doubt', providerMessageId: null })
  t.same(await server.tell(confused, { status: 'sent' }, { status: 'delivered' }), [204, 204])
  t.match(await world.row(second.id), { state: 'delivered', providerMessageId: null })
  t.match(await world.row(first.id), { state: 'accepted', providerMessageId: bound.id })
})

t.test('two receipts that bind one message to two rows at the same moment: one of them is bound', async (t) => {
  const { server, world, send } = await openReceipts(t)
  const rows = [await send({ kind: 'reset' }), await send({ kind: 'reset' })]
  const told = rows.map(({ id }) => {
    const callback = `https://sms.example.com/webhooks/twilio/status?message_id=${id}`
    return server.tell({ id: 'SM1', to: '+14155552671', body: '', at: new Date(), callback }, { status: 'sent' })
  })
  t.same(await Promise.all(told), [[204], [204]])
  const bound = await Promise.all(rows.map(async ({ id }) => (await world.row(id)).providerMessageId))
  t.same(bound.sort(), ['SM1', null])
})
