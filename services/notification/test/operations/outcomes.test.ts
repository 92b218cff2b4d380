import t from 'tap'
import { LedgerRow } from '../../src/delivery/ledger.entity.ts'
import { InboxMessage } from '../../src/inbox/inbox-message.entity.ts'
import { forgetMessage } from '../../src/operations/forget-message.ts'
import { recordVerified } from '../../src/operations/record-verified.ts'
import { inboxProvider } from '../../src/providers/inbox.ts'
import { openTwilio } from '../helpers/real-providers.ts'
import { openWorld, run, SEALING_KEYS, sendJob } from '../helpers/world.ts'

t.test('the first report that the code was typed counts', async (t) => {
  const { provider } = await openTwilio(t)
  const world = await openWorld(t, [provider])
  const { message_id, ...job } = await sendJob()
  await run(world, { message_id, ...job })

  await recordVerified(world.deps, { message_id, at: '2026-11-22T12:00:00Z' })
  await recordVerified(world.deps, { message_id, at: '2026-11-22T13:00:00Z' })
  t.same((await world.row(message_id)).verifiedAt, new Date('2026-11-22T12:00:00Z'))
  await t.resolves(recordVerified(world.deps, { message_id: crypto.randomUUID(), at: '2026-11-22T12:00:00Z' }))
})

t.test('forgetting leaves nothing that leads back to the person', async (t) => {
  const world = await openWorld(t)
  const providers = [inboxProvider(world.deps.orm, SEALING_KEYS)]
  const [gone, kept] = [await sendJob(), await sendJob()]
  for (const job of [gone, kept]) await run({ deps: { ...world.deps, providers } }, job)

  await world.deps.orm.em.fork().nativeUpdate(LedgerRow, gone.message_id, { trace: 'as if it were traced' })
  await forgetMessage(world.deps, gone)
  await forgetMessage(world.deps, gone)
  t.match(await world.row(gone.message_id), {
    numberEnding: null,
    providerMessageId: null,
    trace: null,
    country: 'US',
    state: 'accepted'
  })
  t.match(await world.row(kept.message_id), { numberEnding: '671' })
  const left = await world.deps.orm.em.fork().find(InboxMessage, {})
  t.same(
    left.map(({ id }) => id),
    [kept.message_id]
  )
})
