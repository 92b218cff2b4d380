import { arrivals } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'

const SENDS = 20
const scene = { withSns: true }

chaosCase({ id: 'C23', fault: 'Twilio’s port is closed', scene }, async (scene) => {
  const { stack, twilio, sns, t } = scene
  if (!sns) return
  const senders = await scene.gather(SENDS)
  await twilio.close()
  scene.mended()
  t.ok((await scene.ask(senders)).every(({ status }) => status === 200))
  await until('all go through SNS', () => senders.every(({ number }) => arrivals(sns, number) > 0))
  const sent = `select from identity.sms_messages where status = 'sent'`
  await until('and are told as sent', async () => (await stack.query(sent)).length === SENDS)
  t.equal(sns.taken.length, SENDS)
  t.equal(twilio.taken.length, 0)
})
