import t from 'tap'
import { smsText } from '../../src/messages/sms-text.ts'
import { openSns, openTwilio } from '../helpers/real-providers.ts'
import { CODE, NUMBER, openWorld, run, SENDER, sendJob } from '../helpers/world.ts'

t.test('a message goes out once, and the ledger and identity know it', async (t) => {
  const { server, provider } = await openTwilio(t)
  const world = await openWorld(t, [provider])
  const job = await sendJob({ locale: 'fr' })

  t.equal(await run(world, job), 'done')
  const secondsLeft = 599
  const body = smsText(SENDER, { template: 'phone_verification', locale: 'fr', code: CODE, secondsLeft })
  t.match(server.taken, [{ to: NUMBER, body }])
  const validity = Number(server.received[0]?.form.get('ValidityPeriod'))
  t.ok(validity > 0 && validity < 600, "what is left of the code's life")
  const row = await world.row(job.message_id)
  t.match(row, {
    state: 'accepted',
    attempt: 1,
    provider: 'twilio',
    providerMessageId: server.taken[0]?.id,
    numberEnding: '671'
  })
  t.match(world.reported, [{ message_id: job.message_id, status: 'sent', provider: 'twilio', error_code: null }])

  t.equal(await run(world, job), 'done', 'the same job again')
  t.equal(server.taken.length, 1)
  t.match(world.reported.slice(1), [{ status: 'sent' }], 'whoever asks again is told again')
})

t.test('ten workers with one job: the provider gets one message', async (t) => {
  const { server, provider } = await openTwilio(t)
  const world = await openWorld(t, [provider])
  const job = await sendJob()

  const endings = await Promise.all(Array.from({ length: 10 }, () => run(world, job)))
  t.equal(server.taken.length, 1)
  for (const ending of endings) t.match(ending, /^(done|RetryLater: in_other_hands)$/)
  t.match(await world.row(job.message_id), { state: 'accepted', attempt: 1 })
})

t.test('refused before it was processed: the same provider gets it again, and no other', async (t) => {
  const twilio = await openTwilio(t)
  const sns = await openSns(t)
  const world = await openWorld(t, [twilio.provider, sns.provider])
  const job = await sendJob()

  twilio.server.next({ kind: 'fail', status: 429, code: '20429', retryAfter: 1 })
  t.equal(await run(world, job), 'RetryLater: refused: 20429')
  t.match(await world.row(job.message_id), { state: 'pending', provider: 'twilio', errorCode: '20429' })
  t.equal(await run(world, job), 'done')
  t.equal(twilio.server.taken.length, 1)
  t.equal(sns.server.received.length, 0)
})

t.test('a provider that asks for more patience than the code has life ends it at once', async (t) => {
  const { server, provider } = await openTwilio(t)
  const world = await openWorld(t, [provider])
  const job = await sendJob()

  server.next({ kind: 'fail', status: 429, code: '20429', retryAfter: 3600 })
  await run(world, job)
  t.match(await world.row(job.message_id), { state: 'failed', failure: 'provider_unavailable' })
  t.match(world.reported, [{ status: 'failed', error_code: 'provider_unavailable' }])
})

t.test('a message past its life is never sent, and says so', async (t) => {
  const { server, provider } = await openTwilio(t)
  const world = await openWorld(t, [provider])
  const job = await sendJob({ lifeMs: -1 })

  t.equal(await run(world, job), 'done')
  t.equal(server.received.length, 0)
  t.match(await world.row(job.message_id), { state: 'expired', failure: 'expired' })
  t.match(world.reported, [{ status: 'expired', error_code: 'expired' }])
})

t.test('SNS gets nothing with less than a minute left: Twilio does, and alone it expires', async (t) => {
  const sns = await openSns(t)
  const twilio = await openTwilio(t)
  const both = await openWorld(t, [sns.provider, twilio.provider])
  t.equal(await run(both, await sendJob({ lifeMs: 59_000 })), 'done')
  t.equal(twilio.server.taken.length, 1)
  t.ok(Number(twilio.server.received[0]?.form.get('ValidityPeriod')) < 60)

  const alone = await openWorld(t, [sns.provider])
  const job = await sendJob({ lifeMs: 59_000 })
  t.equal(await run(alone, job), 'done')
  t.match(await alone.row(job.message_id), { state: 'expired' })
  t.equal(sns.server.received.length, 0)
})

t.test('a worker that was frozen after its claim gives it back instead of sending', async (t) => {
  const { server, provider } = await openTwilio(t)
  const world = await openWorld(t, [provider])
  const job = await sendJob()
  const frozen = { ...world.deps, timing: { ...world.deps.timing, fenceMs: -1 } }

  t.equal(await run({ deps: frozen }, job), 'RetryLater: no_provider_available')
  t.match(await world.row(job.message_id), { state: 'pending', errorCode: 'fenced' })
  t.equal(server.received.length, 0)
})
