import t from 'tap'
import { openSns, openTwilio } from '../helpers/real-providers.ts'
import { NUMBER, openWorld, run, sendJob } from '../helpers/world.ts'

t.test('certainly not sent, or wrongly set up: the next provider gets it at once', async (t) => {
  for (const fault of ['down', 'misconfigured'] as const) {
    const twilio = await openTwilio(t)
    const sns = await openSns(t)
    const world = await openWorld(t, [twilio.provider, sns.provider])
    const job = await sendJob()
    if (fault === 'down') await twilio.server.close()
    twilio.server.next({ kind: 'fail', status: 400, code: '21606' })

    t.equal(await run(world, job), 'done', fault)
    t.equal(twilio.server.taken.length, 0)
    t.match(sns.server.taken, [{ to: NUMBER }])
    t.match(await world.row(job.message_id), { state: 'accepted', provider: 'sns', attempt: 2, errorCode: null })
    t.match(world.reported, [{ status: 'sent', provider: 'sns' }])
  }
})

t.test('the order of the providers is the order of the tries', async (t) => {
  const twilio = await openTwilio(t)
  const sns = await openSns(t)
  const world = await openWorld(t, [sns.provider, twilio.provider])
  await run(world, await sendJob())
  t.equal(sns.server.taken.length, 1)
  t.equal(twilio.server.received.length, 0)
})

t.test('no provider to be had: tried again from the first, and at the last try it visibly fails', async (t) => {
  const twilio = await openTwilio(t)
  const sns = await openSns(t)
  const world = await openWorld(t, [twilio.provider, sns.provider])
  await twilio.server.close()
  await sns.server.close()
  const job = await sendJob()

  t.equal(await run(world, job), 'RetryLater: no_provider_available')
  t.match(await world.row(job.message_id), { state: 'pending', provider: null, attempt: 2 })
  t.equal(await run(world, job, true), 'RetryLater: no_provider_available')
  t.match(await world.row(job.message_id), { state: 'failed', failure: 'provider_unavailable', attempt: 4 })
  t.match(world.reported, [{ status: 'failed', error_code: 'provider_unavailable' }])
})

t.test('a number that cannot get SMS fails at once, with a reason, and is not tried elsewhere', async (t) => {
  const twilio = await openTwilio(t)
  const sns = await openSns(t)
  const world = await openWorld(t, [twilio.provider, sns.provider])
  const job = await sendJob()

  twilio.server.always({ kind: 'fail', status: 400, code: '21610' })
  t.equal(await run(world, job), 'GiveUp: permanent: 21610')
  t.match(await world.row(job.message_id), { state: 'failed', failure: 'opted_out', errorCode: '21610' })
  t.match(world.reported, [{ status: 'failed', error_code: 'opted_out', provider: 'twilio' }])
  t.equal(await run(world, job), 'done', 'the job again')
  t.equal(twilio.server.received.length, 1)
  t.equal(sns.server.received.length, 0)
})

t.test('what was refused for fraud or region never goes through another provider', async (t) => {
  for (const [code, failure] of [
    ['21408', 'region_not_allowed'],
    ['60410', 'blocked'],
    ['60605', 'region_not_allowed']
  ]) {
    const twilio = await openTwilio(t)
    const sns = await openSns(t)
    const world = await openWorld(t, [twilio.provider, sns.provider])
    const job = await sendJob()
    twilio.server.always({ kind: 'fail', status: 403, code: `${code}` })

    t.equal(await run(world, job), `GiveUp: policy: ${code}`)
    t.match(await world.row(job.message_id), { state: 'failed', failure })
    t.equal(sns.server.received.length, 0)
  }
})
