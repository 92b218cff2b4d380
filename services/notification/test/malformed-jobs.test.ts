import { FORGET_JOB, SEND_JOB, SMS_OUTCOME_QUEUE, SMS_QUEUE, VERIFIED_JOB } from '@gatehouse/contracts'
import { onEachBackend, openTwilioQueues } from './helpers/each-backend.ts'
import { until } from './helpers/until.ts'
import { sendJob } from './helpers/world.ts'

onEachBackend(11, 'what does not fit goes to the failed set with a code, and blocks nothing', async (t, backend) => {
  const { server, world, queues } = await openTwilioQueues(t, backend)
  await queues.start()
  const good = await sendJob()
  const { sealed, ...unsealed } = good
  const moved = await sendJob()
  const malformed: [string, string, object, string][] = [
    [SMS_QUEUE, 'other', good, 'invalid_job: name'],
    [SMS_QUEUE, 'constructor', good, 'invalid_job: name'],
    [SMS_QUEUE, SEND_JOB, {}, 'invalid_job: / required'],
    [SMS_QUEUE, SEND_JOB, unsealed, 'invalid_job: / required'],
    [SMS_QUEUE, SEND_JOB, { ...good, message_id: '1' }, 'invalid_job: /message_id format'],
    [SMS_QUEUE, SEND_JOB, { ...good, expires_at: 'soon' }, 'invalid_job: /expires_at format'],
    [SMS_QUEUE, SEND_JOB, { ...good, purpose: 'advertising' }, 'invalid_job: /purpose enum'],
    [SMS_QUEUE, SEND_JOB, { ...good, sealed: 'a.b.c.d.e', message_id: crypto.randomUUID() }, 'invalid_job: seal'],
    [SMS_QUEUE, SEND_JOB, { ...moved, sealed }, 'invalid_job: seal'],
    [SMS_QUEUE, SEND_JOB, { ...good, template: 'other', message_id: crypto.randomUUID() }, 'invalid_job: template'],
    [SMS_OUTCOME_QUEUE, 'other', {}, 'invalid_job: name'],
    [SMS_OUTCOME_QUEUE, VERIFIED_JOB, { message_id: good.message_id }, 'invalid_job: / required'],
    [SMS_OUTCOME_QUEUE, FORGET_JOB, { message_id: 7 }, 'invalid_job: /message_id type']
  ]
  for (const [index, [queue, name, data]] of malformed.entries()) await queues.add(queue, name, data, `bad-${index}`)
  await queues.send(good)

  await until('the good one sent', () => queues.statusOf(good.message_id) === 'sent')
  await until('the others failed', () => queues.failed.length === malformed.length)
  const reasons = new Map(queues.failed.map(({ id, reason }) => [id, reason]))
  for (const [index, [, , , reason]] of malformed.entries()) t.equal(reasons.get(`bad-${index}`), reason)
  t.ok(
    queues.failed.every(({ state }) => state === 'failed'),
    'at the first try'
  )
  t.equal(server.taken.length, 1)
  t.match(await world.row(moved.message_id), { state: 'failed', failure: 'unknown', errorCode: 'seal' })
})
