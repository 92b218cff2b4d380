import { arrivals } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'

chaosCase({ id: 'C6', fault: 'the queue’s store is down while codes are asked for' }, async (scene) => {
  const { stack, twilio, store, t } = scene
  const senders = await scene.gather(10)
  await store.takeAway()
  t.ok(
    (await scene.ask(senders)).every(({ status }) => status === 200),
    'each is answered as always'
  )
  t.match(await (await stack.identity.health('/readyz')).json(), { queue: 'down' })
  t.equal((await stack.notification.health('/readyz')).status, 503)
  await store.giveBack()
  scene.mended()
  await until('all arrived', () => senders.every(({ number }) => arrivals(twilio, number) > 0))
  await until('both say so', async () => (await stack.notification.health('/readyz')).status === 200)
})
