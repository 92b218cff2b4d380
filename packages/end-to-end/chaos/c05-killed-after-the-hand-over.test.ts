import { arrivals } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'

chaosCase({ id: 'C5', fault: 'identity is killed after the queue has the job, before it is marked' }, async (scene) => {
  const { stack, twilio } = scene
  const [sender] = await scene.gather(1)
  if (!sender) return
  const mark = await scene.hold({
    table: 'identity.hand_offs',
    on: 'update',
    when: 'old.handed_over_at is null and new.handed_over_at is not null'
  })
  await scene.ask([sender])
  await mark.reached()
  await until('the message arrived', () => arrivals(twilio, sender.number) === 1)
  await stack.identity.kill()
  await mark.letGo()
  stack.identity.startAgain()
  scene.mended()
  const waiting = 'select from identity.hand_offs where handed_over_at is null'
  await until('the hand-over is marked', async () => (await stack.query(waiting)).length === 0)
})
