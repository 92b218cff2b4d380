import { arrivals } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'

chaosCase({ id: 'C3', fault: 'a worker is killed after the ledger knows, before the queue does' }, async (scene) => {
  const { stack, twilio, t } = scene
  const [sender] = await scene.gather(1)
  if (!sender) return
  const answer = await scene.hold({ table: 'notification.sms_messages', on: 'update', when: `new.state = 'accepted'` })
  await scene.ask([sender])
  await answer.reached()
  await scene.store.takeAway()
  await answer.letGo()
  const accepted = `select from notification.sms_messages where state = 'accepted'`
  await until('the ledger knows', async () => (await stack.query(accepted)).length === 1)
  await stack.notification.kill()
  await scene.store.giveBack()
  stack.notification.startAgain()
  scene.mended()
  await until('it is told', async () => (await sender.person.verification())?.status === 'sent')
  t.equal(arrivals(twilio, sender.number), 1)
})
