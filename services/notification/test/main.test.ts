import { SEND_JOB, SMS_QUEUE, sendJobId } from '@gatehouse/contracts'
import { developmentSecrets } from '@gatehouse/platform/config/development-secrets'
import { seal } from '@gatehouse/platform/keys/seal'
import { createLog } from '@gatehouse/platform/log'
import { openQueueStore } from '@gatehouse/platform/queue/open-queue-store'
import t from 'tap'
import { backends } from './helpers/queues.ts'
import { freePort, startService } from './helpers/service.ts'
import { until } from './helpers/until.ts'
import { CODE, NUMBER, sendJob } from './helpers/world.ts'

const NOWHERE = 'postgres://nobody@127.0.0.1:1/nothing'

for (const backend of backends(10)) {
  t.test(`on ${backend.name} it starts, fills the inbox, and ends in order`, { skip: backend.skip }, async (t) => {
    const { database, queue } = await backend.open(t)
    const service = await startService(t, { DATABASE_URL: database, QUEUE_URL: queue, LOG_LEVEL: 'debug' })
    await service.answers('/readyz', 200)
    const store = openQueueStore(queue, createLog({ name: 'test', level: 'silent', pretty: false }))
    t.teardown(() => store.close())
    const key = Buffer.from(developmentSecrets(service.folder).MESSAGE_SEALING_KEY, 'base64')
    const message_id = crypto.randomUUID()
    const sealed = await seal([key], { message_id, to: NUMBER, code: CODE })
    await store.producer(SMS_QUEUE).add(SEND_JOB, await sendJob({ message_id, sealed }), sendJobId(message_id))

    const inbox = await until('in the inbox', async () => {
      const messages = ((await (await service.get('/inbox/messages.json'))?.json()) ?? []) as unknown[]
      return messages.length > 0 && messages
    })
    t.match(inbox, [{ id: message_id, to: NUMBER, body: new RegExp(`@localhost #${CODE}$`) }])
    t.equal((await service.get('/inbox/'))?.status, 200)
    t.equal(await service.stop(), 0)
    t.notMatch(service.output(), new RegExp(`${CODE}|${NUMBER.slice(1)}`), 'neither code nor number in its log')
  })
}

t.test('with the database and the queue down it starts, says so, and ends in order', async (t) => {
  const service = await startService(t, { DATABASE_URL: NOWHERE })
  await service.answers('/healthz', 200)
  await service.answers('/readyz', 503)
  t.equal(await service.stop(), 0)
})

t.test('settings that cannot be: all faults at once, and no second try', async (t) => {
  const service = await startService(t, { NODE_ENV: 'production', DATABASE_URL: NOWHERE, SMS_PROVIDERS: 'twilio' })
  t.equal(await service.ended, 78)
  for (const name of ['MESSAGE_SEALING_KEY', 'TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_PHONE_NUMBER']) {
    t.match(service.output(), `- ${name}`)
  }
})

t.test('a port that is taken: one sentence that names the setting', async (t) => {
  const port = await freePort(t)
  const service = await startService(t, { DATABASE_URL: NOWHERE, NOTIFICATION_PORT: `${port}` })
  t.equal(await service.ended, 78)
  t.match(service.output(), `NOTIFICATION_PORT: ${port} on 127.0.0.1 is taken`)
  t.notMatch(service.output(), /\n {4}at /, 'no stack')
})
