import { arrivals } from '../../test/fixtures/phones.ts'
import { until } from '../../test/fixtures/until.ts'
import { chaosCase } from '../scene/chaos-case.ts'

const SENDS = 60

chaosCase(
  {
    id: 'C8',
    isCrowd: true,
    fault: 'the queue’s server crashes in the midst of work',
    scene: { crashableStore: true }
  },
  async (scene) => {
    const { twilio, store, t } = scene
    const senders = await scene.gather(SENDS)
    const asked = scene.ask(senders)
    await until('some arrived', () => twilio.taken.length > SENDS / 10)
    await store.crash()
    scene.mended()
    const sends = await asked
    t.ok(sends.every(({ status }) => status === 200))
    await until('all arrived', () => senders.every(({ number }) => arrivals(twilio, number) > 0))
  }
)
