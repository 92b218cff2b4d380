import t from 'tap'
import { forgetEnded } from '../src/delivery/forget-ended.ts'
import { LedgerRow } from '../src/delivery/ledger.entity.ts'
import { listMessages } from '../src/operations/messages/list-messages.ts'
import { redriveMessages } from '../src/operations/messages/redrive-messages.ts'
import { partitionLedger } from './helpers/partition-ledger.ts'
import { plant } from './helpers/plant.ts'
import { openReceipts } from './helpers/receipts.ts'

const DAY_MS = 24 * 3600 * 1000
const MANY = 20

t.test('on a ledger that an operator cut by hash, messages go their whole way', async (t) => {
  const { server, world, send, last } = await openReceipts(t)
  const before = await send()
  await partitionLedger(world.deps.orm.em.fork())
  await server.tell(last(), { status: 'delivered' })
  t.match(await world.row(before.id), { state: 'delivered' })

  const { id } = await send()
  await server.tell(last(), { status: 'sent' }, { status: 'delivered' })
  t.match(await world.row(id), { state: 'delivered', attempt: 1 })

  server.always({ kind: 'fail', status: 401, code: '20003' })
  const failed = await send()
  await failed.again(true)
  t.match(await world.row(failed.id), { state: 'failed' })
  server.always({ kind: 'take' })
  t.equal(await redriveMessages(world.deps, {}, { name: 'ann', role: 'operator' }, 9), 1)
  t.equal(await failed.again(), 'done')
  t.match(await world.row(failed.id), { state: 'accepted', redrives: 1 })

  const { messages } = await listMessages((read) => read(world.deps.orm.em.fork()), {})
  t.same(
    messages.map((message) => message.id),
    [failed.id, id, before.id]
  )
})

t.test('and a sweep forgets what is over, and nothing that lies at the same place of another partition', async (t) => {
  const { world } = await openReceipts(t)
  const em = world.deps.orm.em.fork()
  await partitionLedger(em)
  const ago = (days: number) => new Date(Date.now() - days * DAY_MS)
  for (let one = 0; one < MANY; one++) {
    await plant(world, { createdAt: ago(40), acceptedAt: ago(40), state: 'delivered' })
    await plant(world, { createdAt: ago(20), acceptedAt: ago(20), state: 'delivered' })
  }
  await forgetEnded(em, new Date())
  t.equal(await em.count(LedgerRow, { createdAt: { $lt: ago(31) } }), 0)
  t.equal(await em.count(LedgerRow), MANY)
})
