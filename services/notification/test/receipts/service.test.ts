import { SEND_JOB, SMS_QUEUE, SMS_STATUS_QUEUE, sendJobId } from '@gatehouse/contracts'
import { ACCOUNT, startTwilioServer } from '@gatehouse/end-to-end/providers/twilio-server.ts'
import { developmentSecrets } from '@gatehouse/platform/config/development-secrets'
import { seal } from '@gatehouse/platform/keys/seal'
import { createLog } from '@gatehouse/platform/log'
import { openQueueStore } from '@gatehouse/platform/queue/open-queue-store'
import t from 'tap'
import { backends } from '../helpers/queues.ts'
import { PUBLIC_URL } from '../helpers/receipts.ts'
import { freePort, startService } from '../helpers/service.ts'
import { until } from '../helpers/until.ts'
import { CODE, NUMBER, sendJob } from '../helpers/world.ts'

for (const backend of backends(12)) {
  t.test(`on ${backend.name} receipts reach identity, and no number the log`, { skip: backend.skip }, async (t) => {
    const { database, queue } = await backend.open(t)
    const twilio = await startTwilioServer()
    t.teardown(() => twilio.close())
    const port = `${await freePort()}`
    twilio.callAt(`http://127.0.0.1:${port}`)
    twilio.tellOfEach('after_answer', { status: 'delivered', times: 2 }, { status: 'sent' }, { status: 'queued' })
    const service = await startService(t, {
      DATABASE_URL: database,
      QUEUE_URL: queue,
      LOG_LEVEL: 'trace',
      NOTIFICATION_PORT: port,
      NOTIFICATION_PUBLIC_URL: PUBLIC_URL,
      SMS_PROVIDERS: 'twilio',
      TWILIO_ACCOUNT_SID: ACCOUNT.accountSid,
      TWILIO_AUTH_TOKEN: ACCOUNT.authToken,
      TWILIO_PHONE_NUMBER: '+15005550006',
      TWILIO_API_BASE_URL: twilio.url
    })
    await service.answers('/readyz', 200)
    const store = openQueueStore(queue, createLog({ name: 'test', level: 'silent', pretty: false }))
    const told: string[] = []
    const consumer = store.consume(SMS_STATUS_QUEUE, async ({ data }) => void told.push(data.status), {
      concurrency: 1
    })
    t.teardown(async () => {
      await consumer.close()
      await store.close()
    })
    const key = Buffer.from(developmentSecrets(service.folder).MESSAGE_SEALING_KEY, 'base64')
    const message_id = crypto.randomUUID()
    const sealed = await seal([key], { message_id, to: NUMBER, code: CODE })
    await store.producer(SMS_QUEUE).add(SEND_JOB, await sendJob({ message_id, sealed }), sendJobId(message_id))

    await until('identity knows', () => told.includes('delivered'))
    const [sms] = twilio.taken
    t.ok(sms)
    if (sms) t.same(await twilio.tell(sms, { status: 'undelivered' }, { status: 'failed', authToken: 'x' }), [204, 403])
    t.equal(await service.stop(), 0)
    t.match(service.output(), /receipt/)
    t.notMatch(service.output(), new RegExp(`${CODE}|${NUMBER.slice(1)}|${ACCOUNT.authToken}`))
    t.equal(told.filter((status) => status === 'delivered').length, 1)
  })
}
