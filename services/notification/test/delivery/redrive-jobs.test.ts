import t from 'tap'
import { applyReceipt } from '../../src/delivery/apply-receipt.ts'
import { bringBackRedriven } from '../../src/delivery/bring-back-redriven.ts'
import { eraseFromLedger } from '../../src/delivery/erase-from-ledger.ts'
import { expireOverdue } from '../../src/delivery/expire-overdue.ts'
import { reportUnreported } from '../../src/delivery/report-unreported.ts'
import { openTwilio } from '../helpers/real-providers.ts'
import { openWorld, run, sendJob } from '../helpers/world.ts'
import { eventsOf, openFailed, redrive } from './open-failed.ts'

t.test('a message that was in doubt is looked for at its provider before it is sent again', async (t) => {
  const { server, provider } = await openTwilio(t)
  const world = await openWorld(t, [provider])
  const deaf = { ...world.deps, providers: [{ ...provider, find: async () => Promise.reject(new Error('away')) }] }
  const job = await sendJob()
  server.next({ kind: 'take_then_reset' })
  t.match(await run({ deps: deaf }, job, true), /in_doubt/)
  t.match(await world.row(job.message_id), { state: 'failed', failureKind: 'in_doubt' })
  await redrive(world)
  t.match(await world.row(job.message_id), { state: 'in_doubt', provider: 'twilio' })
  t.equal(await run(world, job), 'done')
  t.match(await world.row(job.message_id), { state: 'accepted', providerMessageId: server.taken[0]?.id })
  t.equal(server.taken.length, 1, 'Twilio had it after all: nothing is sent')
})

t.test('a job that could not be opened is sent once it can be, and else fails again in sight', async (t) => {
  const { server, provider } = await openTwilio(t)
  const world = await openWorld(t, [provider])
  const other = { ...world.deps, sealingKeys: [Buffer.alloc(32, 9)] }
  const job = await sendJob()
  await run({ deps: other }, job)
  t.match(await world.row(job.message_id), { state: 'failed', failureKind: 'unreadable', numberEnding: null })
  await redrive(world)
  t.match(await run({ deps: other }, job), /invalid_job: seal/)
  t.match(await world.row(job.message_id), { state: 'failed', status: 'failed', failureKind: 'unreadable' })
  await reportUnreported(world.deps)
  t.match(world.reported.at(-1), { status: 'failed', redrives: 1 })
  await redrive(world)
  t.equal(await run(world, job), 'done')
  t.match(await world.row(job.message_id), { state: 'accepted', numberEnding: '671', redrives: 2 })
  t.equal(server.taken.length, 1)
  t.match(await run({ deps: other }, job), /invalid_job/)
  t.match(await world.row(job.message_id), { state: 'accepted' }, 'and an unreadable copy does not touch it')
})

t.test('a redriven message whose job never comes ends with its life', async (t) => {
  const { world, id } = await openFailed(t)
  await redrive(world)
  await world.change(id, { expiresAt: new Date(Date.now() - 1000) })
  await expireOverdue(world.deps)
  t.match(await world.row(id), { state: 'expired' })
  await bringBackRedriven(world.deps)
  t.match(await world.row(id), { requeueAt: null }, 'and its job is left alone')
})

t.test('its job is brought back until the queue has it, however often that fails', async (t) => {
  const { world, id } = await openFailed(t)
  await redrive(world)
  const due = () => world.change(id, { requeueAt: new Date(Date.now() - 1000) })
  const asked: string[] = []
  const sends = (answer: () => 'waiting' | 'in_hand' | 'gone') => ({
    ...world.deps.sends,
    bringBack: async (job: string) => {
      asked.push(job)
      return answer()
    }
  })
  const down = () => {
    throw new Error('down')
  }
  await t.rejects(bringBackRedriven({ ...world.deps, sends: sends(down) }))
  for (const answer of ['in_hand', 'gone'] as const) {
    await due()
    await bringBackRedriven({ ...world.deps, sends: sends(() => answer) })
    t.ok((await world.row(id)).requeueAt, answer)
  }
  await due()
  await Promise.all([1, 2, 3].map(() => bringBackRedriven({ ...world.deps, sends: sends(() => 'waiting') })))
  t.equal((await world.row(id)).requeueAt, null)
  t.same(asked, Array(4).fill(`sms-${id}`), 'and of three processes one does')
})

t.test('a receipt that comes late ends a redriven message, and nothing is sent', async (t) => {
  const { server, provider, world, job, id } = await openFailed(t)
  await redrive(world)
  await applyReceipt(world.deps, provider, id, { kind: 'delivered', id: 'SM1' })
  t.equal(await run(world, job), 'done')
  t.match(await world.row(id), { state: 'delivered' })
  t.equal(server.taken.length, 0)
})

t.test('a redriven message of an erased account is sent to nobody', async (t) => {
  const { server, world, job, id } = await openFailed(t)
  await redrive(world)
  await eraseFromLedger(world.deps.orm.em.fork(), id)
  t.match(await world.row(id), { state: 'expired', requeueAt: null })
  t.equal(await run(world, job), 'done')
  t.equal(server.taken.length, 0)
  t.same((await eventsOf(world, id))?.at(-1), 'expired')
})
