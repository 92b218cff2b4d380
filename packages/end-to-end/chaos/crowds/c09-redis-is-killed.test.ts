import { arrivals } from '../../test/fixtures/phones.ts'
import { until } from '../../test/fixtures/until.ts'
import { chaosCase } from '../scene/chaos-case.ts'
import { fillQueue } from '../scene/fill-queue.ts'

const SENDS = 60

chaosCase(
  {
    id: 'C9',
    isCrowd: true,
    fault: 'Redis is killed with jobs waiting',
    not: { home: 'PostgreSQL', why: 'C8 crashes that server' }
  },
  async (scene) => {
    const { stack, twilio, store } = scene
    const senders = await fillQueue(scene, SENDS)
    await store.crash()
    stack.notification.startAgain()
    scene.mended()
    await until('all arrived', () => senders.every(({ number }) => arrivals(twilio, number) > 0))
  }
)
