import { arrivals } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'

chaosCase({ id: 'C4', fault: 'identity is killed between the commit and the hand-over' }, async (scene) => {
  const { stack, twilio, store, t } = scene
  const senders = await scene.gather(6)
  await store.takeAway()
  const sends = await scene.ask(senders)
  t.ok(sends.every(({ status }) => status === 200))
  await stack.identity.kill()
  await store.giveBack()
  t.equal(twilio.taken.length, 0)
  stack.identity.startAgain()
  scene.mended()
  await until('all arrived', () => senders.every(({ number }) => arrivals(twilio, number) > 0))
})
