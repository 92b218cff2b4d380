import t from 'tap'
import { openSns, openTwilio } from '../helpers/real-providers.ts'
import { NUMBER, openWorld, run, sendJob } from '../helpers/world.ts'

const TIMEOUT = { timeoutMs: 2000 }

t.test('an answer that was lost after Twilio took the message: it is found, not sent again', async (t) => {
  for (const mode of [
    { kind: 'take_then_reset' },
    { kind: 'take_then_hang' },
    { kind: 'take_then_fail', status: 500, code: '20500' }
  ] as const) {
    const { server, provider } = await openTwilio(t, TIMEOUT)
    const world = await openWorld(t, [provider])
    const job = await sendJob()
    server.next(mode)

    t.match(await run(world, job), /^RetryLater: in_doubt: \w+$/, mode.kind)
    t.match(await world.row(job.message_id), { state: 'in_doubt', attempt: 1, provider: 'twilio' })
    t.equal(world.reported.length, 0, 'nothing is claimed while nothing is known')
    t.equal(await run(world, job), 'done')
    t.match(await world.row(job.message_id), { state: 'accepted', attempt: 1, providerMessageId: server.taken[0]?.id })
    t.match(world.reported, [{ status: 'sent' }])
    t.equal(server.taken.length, 1)
  }
})

t.test('an answer that was lost before Twilio took the message: sent again by the same provider', async (t) => {
  const twilio = await openTwilio(t)
  const sns = await openSns(t)
  const world = await openWorld(t, [twilio.provider, sns.provider])
  const job = await sendJob()
  twilio.server.next({ kind: 'reset' })

  await run(world, job)
  t.equal(await run(world, job), 'done')
  t.match(await world.row(job.message_id), { state: 'accepted', attempt: 2, provider: 'twilio' })
  t.equal(twilio.server.taken.length, 1)
  t.equal(sns.server.received.length, 0)
})

t.test('that a message was in doubt is kept for good, with the first moment of it', async (t) => {
  const { server, provider } = await openSns(t, TIMEOUT)
  const world = await openWorld(t, [provider])
  const [job, plain] = [await sendJob(), await sendJob()]
  server.next({ kind: 'take_then_reset' }, { kind: 'take_then_reset' })
  await run(world, job)
  const { doubtedAt } = await world.row(job.message_id)
  t.ok(doubtedAt)
  await run(world, job)
  t.match(await world.row(job.message_id), { state: 'in_doubt', attempt: 2, doubtedAt })
  t.equal(await run(world, job), 'done')
  t.match(await world.row(job.message_id), { state: 'accepted', attempt: 3, errorCode: null, doubtedAt })

  t.equal(await run(world, plain), 'done')
  t.match(await world.row(plain.message_id), { state: 'accepted', doubtedAt: null })
})

t.test('a message that another row stands for is not counted twice', async (t) => {
  const { server, provider } = await openTwilio(t)
  const world = await openWorld(t, [provider])
  const [first, second] = [await sendJob(), await sendJob()]
  await run(world, first)
  server.next({ kind: 'reset' })

  await run(world, second)
  t.equal(await run(world, second), 'done')
  t.equal(server.taken.length, 2, 'number and text are the same, and yet both were sent')
  t.equal((await world.row(second.message_id)).providerMessageId, server.taken[1]?.id)
})

t.test('SNS cannot say, so it gets the message again: the same code', async (t) => {
  const { server, provider } = await openSns(t, TIMEOUT)
  const world = await openWorld(t, [provider])
  const job = await sendJob()
  server.next({ kind: 'take_then_hang' })

  t.match(await run(world, job), /^RetryLater: in_doubt/)
  t.equal(await run(world, job), 'done')
  const [one, two] = server.taken
  t.equal(server.taken.length, 2)
  t.equal(one?.body.slice(-6), two?.body.slice(-6))
  t.match(await world.row(job.message_id), { state: 'accepted', attempt: 2 })
})

t.test('while Twilio cannot be asked nothing is sent, and the last try ends it as unknown', async (t) => {
  const { server, provider } = await openTwilio(t)
  const world = await openWorld(t, [provider])
  const job = await sendJob()
  server.next({ kind: 'take_then_reset' })
  await run(world, job)
  await server.close()

  t.equal(await run(world, job), 'RetryLater: in_doubt: provider_silent')
  t.match(await world.row(job.message_id), { state: 'in_doubt' })
  t.equal(await run(world, job, true), 'RetryLater: in_doubt: provider_silent')
  t.match(await world.row(job.message_id), { state: 'failed', failure: 'unknown' })
  t.equal(server.taken.length, 1)
})

t.test('the number stands nowhere but with the provider', async (t) => {
  const { server, provider } = await openTwilio(t)
  const world = await openWorld(t, [provider])
  for (const mode of [
    { kind: 'take' },
    { kind: 'take_then_reset' },
    { kind: 'fail', status: 400, code: '21211' },
    { kind: 'fail', status: 429, code: '20429' }
  ] as const) {
    server.next(mode)
    const job = await sendJob()
    const endings = [await run(world, job), await run(world, job, true)]
    const kept = JSON.stringify([await world.row(job.message_id), world.reported, endings])
    t.notMatch(kept, NUMBER.slice(1, -3))
    t.notMatch(kept, '428571')
  }
})
