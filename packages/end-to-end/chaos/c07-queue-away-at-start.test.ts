import { arrivals } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'

chaosCase(
  { id: 'C7', fault: 'the queue’s store is down when the services start', scene: { storeAwayAtStart: true } },
  async (scene) => {
    const { stack, twilio, store, t } = scene
    await until('identity answers', async () => (await stack.identity.health('/readyz')).status === 200)
    const senders = await scene.gather(4)
    t.ok((await scene.ask(senders)).every(({ status }) => status === 200))
    await store.giveBack()
    scene.mended()
    await until('all arrived', () => senders.every(({ number }) => arrivals(twilio, number) > 0))
    await until('notification is ready', async () => (await stack.notification.health('/readyz')).status === 200)
  }
)
