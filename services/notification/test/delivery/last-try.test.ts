import t from 'tap'
import { openSns, openTwilio } from '../helpers/real-providers.ts'
import { openWorld, run, sendJob } from '../helpers/world.ts'

t.test('the last try loses its answer: Twilio is asked, and a message that it took is on its way', async (t) => {
  const { server, provider } = await openTwilio(t)
  const world = await openWorld(t, [provider])
  const job = await sendJob()
  server.next({ kind: 'take_then_reset' })
  t.equal(await run(world, job, true), 'done')
  t.match(await world.row(job.message_id), { state: 'accepted', providerMessageId: server.taken[0]?.id })
  t.match(world.reported, [{ status: 'sent' }])
})

t.test('if Twilio did not take it, it fails visibly, and is not sent again', async (t) => {
  const { server, provider } = await openTwilio(t)
  const world = await openWorld(t, [provider])
  const job = await sendJob()
  server.next({ kind: 'reset' })
  t.match(await run(world, job, true), /^RetryLater: in_doubt/)
  t.match(await world.row(job.message_id), { state: 'failed', failure: 'unknown' })
  t.same(
    server.received.map(({ method }) => method),
    ['POST', 'GET']
  )
})

t.test('a provider that cannot be asked leaves it at that', async (t) => {
  const sns = await openSns(t)
  const world = await openWorld(t, [sns.provider])
  const job = await sendJob()
  sns.server.next({ kind: 'take_then_reset' })
  t.match(await run(world, job, true), /^RetryLater: in_doubt/)
  t.match(await world.row(job.message_id), { state: 'failed', failure: 'unknown' })
  t.equal(sns.server.received.length, 1)

  const twilio = await openTwilio(t)
  const other = await sendJob()
  twilio.server.next({ kind: 'take_then_reset' })
  const find = async () => {
    throw new Error('away')
  }
  const deps = { ...world.deps, providers: [{ ...twilio.provider, find }] }
  t.match(await run({ deps }, other, true), /^RetryLater: in_doubt/)
  t.match(await world.row(other.message_id), { state: 'failed', failure: 'unknown' })
})

t.test('a code that dies before Twilio can be asked again: it is asked all the same', async (t) => {
  const { server, provider } = await openTwilio(t)
  const world = await openWorld(t, [provider])
  const job = await sendJob({ lifeMs: 4000 })
  server.next({ kind: 'take_then_reset' })
  const deps = { ...world.deps, timing: { ...world.deps.timing, settleMs: 4001 } }
  t.equal(await run({ deps }, job), 'done')
  t.match(await world.row(job.message_id), { state: 'accepted' })
})
