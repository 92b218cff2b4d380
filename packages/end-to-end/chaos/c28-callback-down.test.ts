import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'

const scene = { withReceipts: true }

chaosCase({ id: 'C28', fault: 'no receipt reaches us', scene }, async (scene) => {
  const { stack, twilio, t } = scene
  twilio.callAt('http://127.0.0.1:1')
  const senders = await scene.gather(4)
  await scene.ask(senders)
  const sent = `select from identity.sms_messages where status = 'sent'`
  await until('all are sent', async () => (await stack.query(sent)).length === senders.length)
  for (const [index, sms] of twilio.taken.entries()) {
    const step = index === 0 ? { status: 'undelivered', errorCode: '30003' } : { status: 'delivered' }
    t.same(await twilio.tell(sms, step), [0], 'nobody is there')
  }
  scene.mended()
  // The first question comes after a minute: here it is due now.
  await stack.query('update notification.sms_messages set next_ask_at = clock_timestamp()')
  const ended = `select status, count(*)::int from identity.sms_messages where status <> 'sent' group by 1 order by 1`
  await until(
    'Twilio was asked about each',
    async () =>
      (await stack.query<{ count: number }>(ended)).reduce((sum, { count }) => sum + count, 0) === senders.length
  )
  t.same(await stack.query(ended), [
    { status: 'delivered', count: 3 },
    { status: 'failed', count: 1 }
  ])
})
