import { createLog } from '@gatehouse/platform/log'
import { RetryLater } from '@gatehouse/platform/queue/job-endings'
import type { Test } from 'tap'
import t from 'tap'
import { deliverSms } from '../../src/delivery/deliver-sms.ts'
import { GUARD, guarded } from '../../src/providers/guarded.ts'
import { openSns, openTwilio } from '../helpers/real-providers.ts'
import { until } from '../helpers/until.ts'
import { openWorld, run, sendJob } from '../helpers/world.ts'

const log = createLog({ name: 'test', level: 'silent', pretty: false })
const AWAY = { kind: 'fail', status: 401, code: '20003' } as const

/** Both providers as the service has them. */
async function openBoth(t: Test, timeoutMs = 2000) {
  const [twilio, sns] = [await openTwilio(t, { timeoutMs }), await openSns(t)]
  const providers = [guarded(twilio.provider, log), guarded(sns.provider, log)]
  return { twilio: twilio.server, sns: sns.server, world: await openWorld(t, providers), providers }
}

/** Twilio alone, with its circuit open. */
async function openShut(t: Test) {
  const { server, provider } = await openTwilio(t)
  const world = await openWorld(t, [guarded(provider, log)])
  server.always(AWAY)
  for (let count = 0; count < 5; count++) await run(world, await sendJob())
  return { server, world, calls: server.received.length }
}

t.test('a provider that is down is called five times, then the next one at once', async (t) => {
  const { twilio, sns, world, providers } = await openBoth(t)
  await twilio.close()
  const jobs = await Promise.all(Array.from({ length: 12 }, () => sendJob()))
  for (const job of jobs) t.equal(await run(world, job), 'done')
  t.equal(sns.taken.length, 12)
  t.match(providers[0]?.health?.(), { circuit: 'open' })
  t.match(
    await world.row(`${jobs.at(-1)?.message_id}`),
    { provider: 'sns', attempt: 1 },
    'what was not called is no attempt'
  )
})

t.test('twenty messages in the hands of a provider that hangs: each is sent once, the database is free', async (t) => {
  const { twilio, sns, world } = await openBoth(t, 300)
  twilio.always({ kind: 'hang' })
  const jobs = await Promise.all(Array.from({ length: 20 }, () => sendJob()))
  const hanging = Promise.all(jobs.map((job) => run(world, job)))
  t.same(await world.deps.orm.em.fork().execute('select 1 as one'), [{ one: 1 }])
  for (const ending of await hanging) t.match(ending, /^RetryLater: in_doubt/)
  for (const job of jobs) t.equal(await run(world, job), 'done')
  t.equal(twilio.taken.length, 0)
  t.equal(sns.taken.length, 20)
  t.equal(twilio.received.filter(({ method }) => method === 'POST').length, 20, 'one call each')
})

t.test('with nobody else a job waits until the circuit lets a probe through, and loses no attempt', async (t) => {
  const { server, world, calls } = await openShut(t)
  const job = await sendJob()
  const error = await deliverSms(world.deps, job, false).catch((reason) => reason)
  t.ok(error instanceof RetryLater)
  t.ok(error.afterMs > 0 && error.afterMs <= 11_000, `${error.afterMs}`)
  t.match(await world.row(job.message_id), { state: 'pending', attempt: 0, provider: null })
  t.equal(server.received.length, calls)
})

t.test('a message that would be dead by then fails at once', async (t) => {
  const { world } = await openShut(t)
  const job = await sendJob({ lifeMs: 5000 })
  t.equal(await run(world, job), 'RetryLater: no_provider_available')
  t.match(await world.row(job.message_id), { state: 'failed', failure: 'provider_unavailable' })
})

t.test('when the provider is back one message finds out, and then all go', async (t) => {
  const { server, provider } = await openTwilio(t)
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  let calls = 0
  const held = {
    ...provider,
    send: async (...given: Parameters<typeof provider.send>) => {
      if (++calls > 5) await released
      return provider.send(...given)
    }
  }
  const world = await openWorld(t, [guarded(held, log, { ...GUARD, restsMs: [0] })])
  server.next(...Array(5).fill(AWAY))
  for (let count = 0; count < 5; count++) await run(world, await sendJob())

  const [first, ...others] = [await sendJob(), await sendJob(), await sendJob()]
  const probe = run(world, first)
  await until('it is probed', () => calls === 6)
  for (const job of others) t.equal(await run(world, job), 'RetryLater: no_provider_available')
  t.equal(calls, 6, 'by nobody else')
  release()
  t.equal(await probe, 'done')
  for (const job of others) t.equal(await run(world, job), 'done')
  t.equal(server.taken.length, 3)
})

t.test('while the circuit is open a doubt is still resolved', async (t) => {
  const { server, world } = await openShut(t)
  const lost = await openTwilio(t)
  const job = await sendJob()
  lost.server.next({ kind: 'take_then_reset' })
  await run({ deps: { ...world.deps, providers: [lost.provider] } }, job)
  const [shut] = world.deps.providers
  const providers = [{ ...lost.provider, ...(shut?.rests && { rests: shut.rests }) }]
  t.equal(await run({ deps: { ...world.deps, providers } }, job), 'done')
  t.match(await world.row(job.message_id), { state: 'accepted', providerMessageId: lost.server.taken[0]?.id })
  t.equal(server.taken.length, 0)
})

t.test('while a provider asks for patience its messages wait for it, and go through no other', async (t) => {
  const { twilio, sns, world } = await openBoth(t)
  twilio.next({ kind: 'fail', status: 429, code: '20429', retryAfter: 30 })
  t.equal(await run(world, await sendJob()), 'RetryLater: refused: 20429')
  const job = await sendJob()
  t.equal(await run(world, job), 'RetryLater: refused: left_alone')
  t.match(await world.row(job.message_id), { state: 'pending', attempt: 0 })
  t.equal(twilio.received.length, 1)
  t.equal(sns.received.length, 0)
})
