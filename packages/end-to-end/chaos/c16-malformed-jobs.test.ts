import { randomUUID } from 'node:crypto'
import { SEND_JOB, SMS_OUTCOME_QUEUE, SMS_QUEUE, SMS_STATUS_QUEUE } from '@gatehouse/contracts'
import { arrivals } from '../test/fixtures/phones.ts'
import { openQueue } from '../test/fixtures/queue-tool.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'
import type { Scene } from './scene/open-scene.ts'
import { failedJobs, onPostgres, onRedis } from './scene/queue-tools.ts'

const QUEUES = [SMS_QUEUE, SMS_STATUS_QUEUE, SMS_OUTCOME_QUEUE]
const CODE = /^invalid_job: /

const fields = () => ({
  message_id: randomUUID(),
  purpose: 'phone_verification',
  template: 'phone_verification',
  locale: 'en',
  country: 'DE',
  expires_at: new Date(Date.now() + 600_000).toISOString(),
  sealed: 'a.b.c.d.e'
})
const JUNK: [string, string, unknown][] = [
  ['empty', SEND_JOB, {}],
  ['list', SEND_JOB, [1, 2]],
  ['text', SEND_JOB, 'a text'],
  ['null', SEND_JOB, null],
  ['next-version', 'send.v2', fields()],
  ['other-fields', SEND_JOB, { ...fields(), expires_at: 1_900_000_000 }],
  ['forged', SEND_JOB, fields()],
  ['prototype', '__proto__', fields()],
  ['huge', SEND_JOB, { ...fields(), sealed: 'x'.repeat(1e6) }]
]

chaosCase({ id: 'C16', fault: 'jobs that nobody can read are put on every queue' }, async (scene) => {
  const { stack, twilio, store, t } = scene
  const senders = await scene.gather(6)
  const queues = openQueue(t, store.serverUrl)
  for (const queue of QUEUES) {
    const { add } = queues.producer(queue)
    await addNoJson(scene, queue)
    for (const [id, name, data] of JUNK) await add(name, data as object, id)
    const nul = add(SEND_JOB, { ...fields(), template: 'a\u0000b' }, 'nul')
    // PostgreSQL keeps no NUL, and says so to whoever adds it.
    if (scene.home === 'PostgreSQL') await t.rejects(nul)
    else await nul
  }
  scene.mended()
  await scene.ask(senders)
  await until('the others arrived', () => senders.every(({ number }) => arrivals(twilio, number) > 0))
  const expected = scene.home === 'PostgreSQL' ? JUNK.length : JUNK.length + 1
  for (const queue of QUEUES) {
    const failed = () => failedJobs(store, queue)
    await until(`${queue} gave up all of them`, async () => Object.keys(await failed()).length === expected)
    const reasons = Object.values(await failed())
    t.ok(
      reasons.every((reason) => CODE.test(reason)),
      `${queue}: each with a code (${reasons.join(', ')})`
    )
  }
  t.ok(stack.notification.isRunning() && stack.identity.isRunning())
  t.equal(await stack.notification.health('/readyz').then(({ status }) => status), 200)
})

const NO_JSON = '{ "message_id": '

/** A job whose data is no JSON at all: no program that writes jobs makes one, somebody with a client does. */
async function addNoJson({ store, home, t }: Scene, queue: string) {
  if (home === 'PostgreSQL') {
    await t.rejects(onPostgres(store, `update bullmq.job set data = '${NO_JSON}'`), { code: '22P02' }, 'it takes none')
    return
  }
  const key = `{gatehouse}:${queue}`
  const job = { name: SEND_JOB, data: NO_JSON, opts: '{}', timestamp: Date.now(), delay: 0, priority: 0 }
  await onRedis(store, (client) =>
    client.multi().hset(`${key}:raw`, job).lpush(`${key}:wait`, 'raw').zadd(`${key}:marker`, 0, '0').exec()
  )
  const taken = () => onRedis(store, (client) => client.lpos(`${key}:active`, 'raw'))
  await until('a worker took it', async () => (await taken()) !== null)
}
