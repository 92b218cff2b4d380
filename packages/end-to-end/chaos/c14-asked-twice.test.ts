import { arrivals } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'

const TAPS = 10

chaosCase({ id: 'C14', fault: 'one request for a code arrives ten times at once' }, async (scene) => {
  const { twilio, t } = scene
  const [sender] = await scene.gather(1)
  if (!sender) return
  const answers = await scene.ask(Array.from({ length: TAPS }, () => sender))
  const statuses = answers.map(({ status }) => status).sort()
  t.same(statuses, [200, ...Array.from({ length: TAPS - 1 }, () => 429)])
  scene.mended()
  await until('it arrived', () => arrivals(twilio, sender.number) > 0)
})
