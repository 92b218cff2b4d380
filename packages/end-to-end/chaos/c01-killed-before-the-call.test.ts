import { arrivals } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'

const SENDS = 4

chaosCase({ id: 'C1', fault: 'a worker is killed before it calls the provider' }, async (scene) => {
  const { stack, twilio, t } = scene
  const senders = await scene.gather(SENDS)
  const claim = await scene.hold({ table: 'notification.sms_messages', on: 'update', when: `new.state = 'sending'` })
  await scene.ask(senders)
  await claim.reached()
  await stack.notification.kill()
  t.equal(twilio.received.length, 0, 'the provider heard of nothing')
  await claim.letGo()
  stack.notification.startAgain()
  scene.mended()
  await until('all arrived', () => senders.every(({ number }) => arrivals(twilio, number) > 0))
})
