import {
  SEND_JOB,
  SMS_OUTCOME_QUEUE,
  SMS_QUEUE,
  SMS_STATUS_QUEUE,
  sendJobId,
  UPDATE_JOB,
  VERIFIED_JOB
} from '@gatehouse/contracts'
import type { QueueStore } from '@gatehouse/platform/queue/queue-store'
import { arrivals } from '../test/fixtures/phones.ts'
import { openQueue } from '../test/fixtures/queue-tool.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'
import { sealedJob } from './scene/foreign-jobs.ts'
import type { Scene } from './scene/open-scene.ts'

chaosCase({ id: 'C36', fault: 'jobs come from a newer and from an older version' }, async (scene) => {
  const queue = openQueue(scene.t, scene.stack.queueUrl)
  await sendOthers(scene, queue)
  await tellOthers(scene, queue)
  const [next] = await scene.gather(1)
  if (!next) return
  scene.mended()
  await scene.ask([next])
  await until('the queues flow on', () => arrivals(scene.twilio, next.number) === 1)
})

/** To the worker: what has more in it is sent, what it cannot know is refused, and says why. */
async function sendOthers({ stack, twilio, t }: Scene, queue: QueueStore) {
  const sends = queue.producer(SMS_QUEUE)
  const [newer, older] = [await sealedJob(stack.folder, { priority: 'high' }), await sealedJob(stack.folder)]
  await sends.add(SEND_JOB, { ...newer.job, trace: '00-a-b-01', version: 3, channel: 'sms' }, sendJobId(newer.id))
  await sends.add(SEND_JOB, older.job, sendJobId(older.id))
  for (const { to } of [newer, older]) await until('it is sent', () => arrivals(twilio, to) === 1)

  const refused = { template: { template: 'sign_in' }, '/purpose': { purpose: 'sign_in' }, '/': { sealed: undefined } }
  for (const [reason, changes] of Object.entries(refused)) {
    const { job, id, to } = await sealedJob(stack.folder)
    await sends.add(SEND_JOB, { ...job, ...changes }, sendJobId(id))
    await until(`it is refused for ${reason}`, () => isRefused(stack, sendJobId(id), reason))
    t.equal(arrivals(twilio, to), 0)
  }
}

/** To identity, and back: the same. */
async function tellOthers(scene: Scene, queue: QueueStore) {
  const { stack, t } = scene
  const [sender] = await scene.gather(1)
  if (!sender) return
  await scene.ask([sender])
  const is = (status: string) =>
    until(`it is ${status}`, async () => (await sender.person.verification())?.status === status)
  await is('sent')
  const [{ id } = { id: '' }] = await stack.query<{ id: string }>('select id from identity.sms_messages')
  const update = { message_id: id, status: 'delivered', provider: 'twilio', error_code: null, at: new Date() }
  const statuses = queue.producer(SMS_STATUS_QUEUE)
  await statuses.add(UPDATE_JOB, { ...update, status: 'read' }, `newer-${id}`)
  await until('a status of the future is refused', () => isRefused(stack, `newer-${id}`, '/status'))
  await statuses.add(UPDATE_JOB, { ...update, error_code: undefined }, `older-${id}`)
  await until('a status that lacks something is refused', () => isRefused(stack, `older-${id}`, '/'))
  t.equal((await sender.person.verification())?.status, 'sent', 'and changes nothing')
  await statuses.add(UPDATE_JOB, { ...update, region: 'eu', price: '0.05' }, `wider-${id}`)
  await is('delivered')

  const outcomes = queue.producer(SMS_OUTCOME_QUEUE)
  await outcomes.add('paused', { message_id: id }, `paused-${id}`)
  await until('an outcome of the future is refused', () => isRefused(stack, `paused-${id}`, 'name'))
  await outcomes.add(VERIFIED_JOB, { message_id: id, at: new Date(), device: 'phone' }, `verified-${id}`)
  const verified = 'select from notification.sms_messages where verified_at is not null'
  await until('an outcome with more in it counts', async () => (await stack.query(verified)).length === 1)
}

const isRefused = (stack: Scene['stack'], job: string, reason: string) =>
  stack
    .output()
    .split('\n')
    .some((line) => line.includes(job) && line.includes(`invalid_job: ${reason}`))
