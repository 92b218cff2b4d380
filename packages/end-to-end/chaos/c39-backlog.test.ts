import { setTimeout as pause } from 'node:timers/promises'
import { arrivals } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'

const CODE_TTL_SECONDS = 8
const scene = { env: { PHONE_CODE_TTL: `${CODE_TTL_SECONDS}` } }

chaosCase({ id: 'C39', fault: 'the workers are away for longer than a code lives', scene }, async (scene) => {
  const { stack, twilio, t } = scene
  await stack.notification.stop()
  const senders = await scene.gather(6)
  await scene.ask(senders)
  await pause(CODE_TTL_SECONDS * 1000 + 500)
  stack.notification.startAgain()
  await stack.notification.ready()
  scene.mended()
  const [fresh] = await scene.gather(1)
  if (!fresh) return
  await scene.ask([fresh])
  await until('the fresh one arrived', () => arrivals(twilio, fresh.number) === 1)
  const expired = `select from identity.sms_messages where status = 'expired'`
  await until('the old ones are told as expired', async () => (await stack.query(expired)).length === senders.length)
  t.ok(
    senders.every(({ number }) => arrivals(twilio, number) === 0),
    'and none of them was sent'
  )
})
