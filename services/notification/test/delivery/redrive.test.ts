import type { EntityManager } from '@mikro-orm/postgresql'
import t from 'tap'
import { redriveFailed } from '../../src/delivery/redrive-failed.ts'
import { reportUnreported } from '../../src/delivery/report-unreported.ts'
import { openSns, openTwilio } from '../helpers/real-providers.ts'
import { openWorld, run, sendJob } from '../helpers/world.ts'
import { eventsOf, openFailed, redrive } from './open-failed.ts'

t.test('a redriven message is sent, and identity is told anew', async (t) => {
  const { server, world, job, id } = await openFailed(t)
  t.match(await world.row(id), { state: 'failed', failure: 'provider_unavailable', failureKind: 'gave_up' })
  t.same(await redrive(world), [id])
  t.match(await world.row(id), { state: 'pending', status: 'queued', provider: null, failure: null, redrives: 1 })
  await reportUnreported(world.deps)
  t.equal(await run(world, job), 'done')
  t.match(await world.row(id), { state: 'accepted', attempt: 2 })
  t.equal(server.taken.length, 1)
  t.match(world.reported, [
    { status: 'failed', redrives: undefined },
    { status: 'queued', error_code: null, redrives: 1 },
    { status: 'sent', redrives: 1 }
  ])
  t.same(await eventsOf(world, id), ['pending', 'sending', 'pending', 'failed', 'redriven', 'sending', 'accepted'])
})

t.test('a redriven message that fails once more is told once more, with its new reason', async (t) => {
  const { server, world, job, id } = await openFailed(t)
  await redrive(world)
  server.next({ kind: 'fail', status: 400, code: '21211' })
  t.match(await run(world, job), /^GiveUp|^UnrecoverableError|permanent/)
  const told = world.reported.map(({ status, error_code, redrives }) => [status, error_code, redrives])
  t.same(told, [
    ['failed', 'provider_unavailable', undefined],
    ['queued', null, 1],
    ['failed', 'invalid_number', 1]
  ])
  t.same(await redrive(world), [], 'and what a provider refused is not redriven')
  t.match(await world.row(id), { state: 'failed', failureKind: 'permanent' })
})

t.test('of many operators who redrive the same messages at once, each message is redriven by one', async (t) => {
  const { server, provider } = await openTwilio(t)
  const world = await openWorld(t, [provider])
  server.always({ kind: 'fail', status: 401, code: '20003' })
  const jobs = await Promise.all(Array.from({ length: 6 }, () => sendJob()))
  for (const job of jobs) await run(world, job, true)
  const operators = ['ann', 'bob', 'cleo', 'dan']
  let waited = operators.length
  const { promise: allAreThere, resolve: go } = Promise.withResolvers<void>()
  const together = async (em: EntityManager, who: string) => {
    await em.execute('select 1')
    if (--waited === 0) go()
    await allAreThere
    return redriveFailed(em, {}, who, 100)
  }
  const forks = operators.map((who) => world.deps.orm.em.fork().transactional((em) => together(em, who)))
  const redriven = await Promise.all(forks)
  t.same(redriven.flat().sort(), jobs.map((job) => job.message_id).sort())
  for (const { message_id } of jobs) t.match(await world.row(message_id), { redrives: 1 })
})

t.test('what a provider refused by a policy or for good is not redriven', async (t) => {
  const { server, provider } = await openTwilio(t)
  const sns = await openSns(t)
  const world = await openWorld(t, [provider, sns.provider])
  for (const code of ['21408', '60410', '21211', '21610', '99999']) {
    const job = await sendJob()
    server.next({ kind: 'fail', status: 400, code })
    await run(world, job)
    t.match(await world.row(job.message_id), { state: 'failed' }, code)
    t.same(await redrive(world, job.message_id), [], code)
  }
  t.equal(sns.server.received.length, 0)
})

t.test('what is over, too late, typed in, erased or on its way is not redriven', async (t) => {
  const { world, id } = await openFailed(t)
  const soon = new Date(Date.now() + 50_000)
  const late = new Date(Date.now() + 600_000)
  for (const change of [
    { expiresAt: soon },
    { expiresAt: late, verifiedAt: soon },
    { verifiedAt: null, forgottenAt: soon },
    { forgottenAt: null, state: 'delivered' as const },
    { state: 'expired' as const },
    { state: 'sending' as const }
  ]) {
    await world.change(id, change)
    t.same(await redrive(world), [], JSON.stringify(change))
  }
  await world.change(id, { state: 'failed' })
  t.same(await redrive(world), [id])
})
