import { arrivals } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'

const scene = { notifications: [{}, {}] }

chaosCase({ id: 'C18', fault: 'a worker is frozen before its call for longer than its lock', scene }, async (scene) => {
  const { stack, twilio, t } = scene
  const [frozen, other] = stack.notifications
  const [sender] = await scene.gather(1)
  if (!sender || !frozen || !other) return
  await other.stop()
  const claim = await scene.hold({ table: 'notification.sms_messages', on: 'update', when: `new.state = 'sending'` })
  await scene.ask([sender])
  await claim.reached()
  process.kill(frozen.pid(), 'SIGSTOP')
  await claim.letGo()
  other.startAgain()
  await until('the other one took over', () => arrivals(twilio, sender.number) > 0)
  process.kill(frozen.pid(), 'SIGCONT')
  scene.mended()
  await frozen.ready()
  const sent = `select from identity.sms_messages where status = 'sent'`
  await until('it is known as sent', async () => (await stack.query(sent)).length === 1)
  t.equal(twilio.received.filter(({ method }) => method === 'POST').length, 1, 'the provider was asked to send once')
})
