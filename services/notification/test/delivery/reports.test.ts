import t from 'tap'
import { expireOverdue } from '../../src/delivery/expire-overdue.ts'
import { reportUnreported } from '../../src/delivery/report-unreported.ts'
import { openSns, openTwilio } from '../helpers/real-providers.ts'
import { openWorld, run, sendJob } from '../helpers/world.ts'

const past = () => new Date(Date.now() - 60_000)

t.test('a status that the queue did not take is reported by the sweep, once it does', async (t) => {
  const { provider } = await openTwilio(t)
  const world = await openWorld(t, [provider])
  const jobs = await Promise.all([sendJob(), sendJob()])
  world.queue.isDown = true

  for (const job of jobs) t.equal(await run(world, job), 'done', 'the message is out all the same')
  await reportUnreported(world.deps)
  t.equal(world.reported.length, 0)
  world.queue.isDown = false
  await reportUnreported(world.deps)
  t.same(world.reported.map((update) => update.message_id).sort(), jobs.map((job) => job.message_id).sort())
  await reportUnreported(world.deps)
  t.equal(world.reported.length, 2, 'and not again')
})

t.test('two sweeps at the same time report each status once', async (t) => {
  const { provider } = await openTwilio(t)
  const world = await openWorld(t, [provider])
  world.queue.isDown = true
  for (let count = 0; count < 5; count++) await run(world, await sendJob())
  world.queue.isDown = false

  await Promise.all([reportUnreported(world.deps), reportUnreported(world.deps)])
  t.equal(world.reported.length, 5)
})

t.test('what is sent and then overtaken is reported with what it became', async (t) => {
  const { provider } = await openTwilio(t)
  const world = await openWorld(t, [provider])
  const job = await sendJob()
  await run(world, job)
  await world.change(job.message_id, { state: 'delivered', status: 'delivered' })

  await reportUnreported(world.deps)
  t.match(world.reported, [{ status: 'sent' }, { status: 'delivered' }])
})

t.test('a message whose job is gone expires with its life, and identity is told', async (t) => {
  const { provider } = await openTwilio(t)
  const sns = await openSns(t)
  const world = await openWorld(t, [provider, sns.provider])
  const { server } = await openTwilio(t)
  const stuck = await Promise.all([sendJob(), sendJob(), sendJob(), sendJob()])
  const broken = { ...provider, send: async () => ({ kind: 'unknown', code: 'x' }) as const }
  for (const job of stuck) await run({ deps: { ...world.deps, providers: [broken] } }, job)
  const [pending, sending, inHand, alive] = stuck.map((job) => job.message_id)
  const soon = new Date(Date.now() + 60_000)
  await world.change(`${pending}`, { expiresAt: past() })
  await world.change(`${sending}`, { expiresAt: past(), state: 'sending', deadline: past() })
  await world.change(`${inHand}`, { expiresAt: past(), state: 'sending', deadline: soon })

  await expireOverdue(world.deps)
  t.match(await world.row(`${pending}`), { state: 'expired', failure: 'expired' })
  t.match(await world.row(`${sending}`), { state: 'expired' })
  t.match(await world.row(`${inHand}`), { state: 'sending' }, 'left to its worker')
  t.match(await world.row(`${alive}`), { state: 'in_doubt' })
  await reportUnreported(world.deps)
  t.match(world.reported, [{ status: 'expired' }, { status: 'expired' }])
  t.equal(server.received.length, 0)
})
