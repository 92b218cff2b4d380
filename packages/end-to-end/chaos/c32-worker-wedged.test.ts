import { arrivals } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'
import { wedge } from './scene/wedge.ts'

chaosCase({ id: 'C32', fault: 'a worker lives and takes no job any more' }, async (scene) => {
  const { stack, twilio, t } = scene
  const senders = await scene.gather(6)
  t.equal(await wedge(stack.notification, 'sms'), 1)
  scene.mended()
  await scene.ask(senders)
  await until('readiness tells it', async () => (await stack.notification.health('/readyz')).status === 503)
  t.equal(twilio.received.length, 0, 'nothing was taken')
  await until('all arrived', () => senders.every(({ number }) => arrivals(twilio, number) > 0))
  t.match(stack.notification.output(), 'the worker takes none: it is replaced')
  await stack.notification.ready()
})
