import { FORGET_JOB, SMS_OUTCOME_QUEUE, sendJobId, VERIFIED_JOB } from '@gatehouse/contracts'
import { onEachBackend, openTwilioQueues } from './helpers/each-backend.ts'
import { until } from './helpers/until.ts'
import { sendJob } from './helpers/world.ts'

onEachBackend(9, 'a job becomes a message, and identity learns of it', async (t, backend) => {
  const { server, world, queues } = await openTwilioQueues(t, backend)
  await queues.start()
  const { message_id } = await queues.send()
  await until('sent', () => queues.statusOf(message_id) === 'sent')
  t.equal(server.taken.length, 1)
  await until('marked', async () => (await world.row(message_id)).reportedStatus === 'sent')
  t.match(queues.statuses, [{ message_id, status: 'sent', provider: 'twilio', error_code: null }])
})

onEachBackend(9, 'thirty jobs, each added twice, and two workers: thirty messages', async (t, backend) => {
  const { server, queues } = await openTwilioQueues(t, backend)
  const jobs = await Promise.all(Array.from({ length: 30 }, () => sendJob()))
  for (const job of [...jobs, ...jobs]) await queues.send(job)
  await Promise.all([queues.start(), queues.start()])
  await until('all sent', () => jobs.every(({ message_id }) => queues.statusOf(message_id) === 'sent'))
  t.equal(server.taken.length, 30)
})

onEachBackend(
  9,
  'a wait that Twilio asks for, and an answer that gets lost, end in one message each',
  async (t, backend) => {
    const { server, world, queues } = await openTwilioQueues(t, backend)
    await queues.start()
    server.next({ kind: 'fail', status: 429, code: '20429', retryAfter: 1 })
    const refused = await queues.send()
    await until('sent after the wait', () => queues.statusOf(refused.message_id) === 'sent')
    server.next({ kind: 'take_then_reset' })
    const lost = await queues.send()
    await until('found', () => queues.statusOf(lost.message_id) === 'sent')
    t.match(await world.row(refused.message_id), { attempt: 2 })
    t.match(await world.row(lost.message_id), { attempt: 1 })
    t.equal(server.taken.length, 2)
    t.equal(queues.failed.length, 0, 'neither cost an attempt')
  }
)

onEachBackend(9, 'an error that nobody foresaw is told by a code, and the job comes again', async (t, backend) => {
  let faults = 1
  const { server, queues } = await openTwilioQueues(t, backend, (provider) => ({
    ...provider,
    send: (...args) => {
      if (faults-- > 0) throw new TypeError('+14155552671 is not a function')
      return provider.send(...args)
    }
  }))
  await queues.start()
  const { message_id } = await queues.send()
  await until('failed once', () => queues.failed.length > 0)
  t.match(queues.failed, [{ reason: 'broken: TypeError', state: 'delayed' }])
  t.equal(server.taken.length, 0)
  t.not(queues.statusOf(message_id), 'sent', 'its claim stands until the deadline')
})

onEachBackend(
  9,
  'what is in hand when the service stops is finished, and nothing else is begun',
  async (t, backend) => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    const { promise: called, resolve: call } = Promise.withResolvers<void>()
    const { server, world, queues } = await openTwilioQueues(t, backend, (provider) => ({
      ...provider,
      send: async (...args) => {
        call()
        await released
        return provider.send(...args)
      }
    }))
    const workers = await queues.start()
    const inHand = await queues.send()
    await called
    const stopped = workers.stop()
    const later = await queues.send()
    release()
    await stopped
    t.match(await world.row(inHand.message_id), { state: 'accepted' })
    await t.rejects(world.row(later.message_id), 'left for whoever comes next')
    t.equal(server.taken.length, 1)
  }
)

onEachBackend(9, 'what the person did is recorded', async (t, backend) => {
  const { world, queues } = await openTwilioQueues(t, backend)
  await queues.start()
  const { message_id } = await queues.send()
  await until('sent', () => queues.statusOf(message_id) === 'sent')
  await queues.add(
    SMS_OUTCOME_QUEUE,
    VERIFIED_JOB,
    { message_id, at: '2026-11-22T12:00:00Z' },
    `verified-${message_id}`
  )
  await until('verified', async () => (await world.row(message_id)).verifiedAt)
  await queues.add(SMS_OUTCOME_QUEUE, FORGET_JOB, { message_id }, `forget-${message_id}`)
  await until('forgotten', async () => (await world.row(message_id)).numberEnding === null)
  t.match(await world.row(message_id), { state: 'accepted', providerMessageId: null })
})

onEachBackend(9, 'a message that waits is forgotten: nothing is sent, and nothing of it stays', async (t, backend) => {
  const { server, world, queues } = await openTwilioQueues(t, backend)
  await queues.start()
  server.next({ kind: 'fail', status: 429, code: '20429', retryAfter: 60 })
  const { message_id } = await queues.send()
  await until('put off', async () => (await world.row(message_id).catch(() => null))?.errorCode === '20429')
  await queues.add(SMS_OUTCOME_QUEUE, FORGET_JOB, { message_id }, `forget-${message_id}`)
  await until('forgotten', async () => (await world.row(message_id)).numberEnding === null)
  t.match(await world.row(message_id), { state: 'expired', reportedStatus: 'expired' })
  t.match(queues.removals, [{ id: sendJobId(message_id), isGone: true }], 'its job, with the sealed number, is gone')
  t.equal(server.taken.length, 0)
})

onEachBackend(9, 'a message that is being sent is forgotten as soon as it was', async (t, backend) => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const { promise: called, resolve: call } = Promise.withResolvers<void>()
  const { world, queues } = await openTwilioQueues(t, backend, (provider) => ({
    ...provider,
    send: async (...args) => {
      call()
      await released
      return provider.send(...args)
    }
  }))
  await queues.start()
  const { message_id } = await queues.send()
  await called
  await queues.add(SMS_OUTCOME_QUEUE, FORGET_JOB, { message_id }, `forget-${message_id}`)
  await until('put off', () => queues.removals.some(({ isGone }) => !isGone))
  release()
  await until('forgotten', async () => (await world.row(message_id)).numberEnding === null)
  t.match(await world.row(message_id), { state: 'accepted', providerMessageId: null })
  t.match(queues.removals.at(-1), { isGone: true })
})
