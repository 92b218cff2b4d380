import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'

const SENDS = 4

chaosCase(
  { id: 'C2', fault: 'a worker is killed after the provider took the message', isAmbiguous: true },
  async (scene) => {
    const { stack, twilio, t } = scene
    twilio.next(...Array.from({ length: SENDS }, () => ({ kind: 'take_then_hang' }) as const))
    await scene.ask(await scene.gather(SENDS))
    await until('the provider has all of them', () => twilio.taken.length === SENDS)
    await stack.notification.kill()
    stack.notification.startAgain()
    scene.mended()
    await until(
      'all are known as sent',
      async () => (await stack.query(`select from identity.sms_messages where status = 'sent'`)).length === SENDS
    )
    t.equal(twilio.taken.length, SENDS, 'Twilio was asked, and nothing was sent again')
  }
)
