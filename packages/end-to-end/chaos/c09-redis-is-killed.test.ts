import { arrivals } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'

const SENDS = 60

chaosCase(
  {
    id: 'C9',
    fault: 'Redis is killed with jobs waiting',
    not: { home: 'PostgreSQL', why: 'C8 crashes that server' }
  },
  async (scene) => {
    const { stack, twilio, store, t } = scene
    await stack.notification.stop()
    const senders = await scene.gather(SENDS)
    t.ok((await scene.ask(senders)).every(({ status }) => status === 200))
    const waiting = 'select from identity.hand_offs where handed_over_at is null'
    await until('the queue has all of them', async () => (await stack.query(waiting)).length === 0)
    await store.crash()
    stack.notification.startAgain()
    scene.mended()
    await until('all arrived', () => senders.every(({ number }) => arrivals(twilio, number) > 0))
  }
)
