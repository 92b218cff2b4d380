import t from 'tap'
import { startCollector } from '../test/fixtures/collector.ts'
import { arrivals } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'
import type { Scene } from './scene/open-scene.ts'

const AT_ONCE = 5

const collector = await startCollector(t)
const scene = { env: collector.settings }

chaosCase({ id: 'C35', fault: 'the collector of traces hangs, fails, is away', scene }, async (scene) => {
  const { stack, t } = scene
  await collector.comeBack().catch(() => {})
  for (const mood of ['takes', 'fails', 'hangs'] as const) {
    collector.become(mood)
    const asked = collector.bodies.length
    await sendSome(scene)
    await until(`spans come to a collector that ${mood}`, () => collector.bodies.length > asked)
  }
  // Of what hangs nothing is waited for but a second: 0 says that it took less than ten.
  t.equal(await stack.notification.stop(), 0)
  t.equal(await stack.identity.stop(), 0)
  await collector.leave()
  stack.identity.startAgain()
  stack.notification.startAgain()
  await Promise.all([stack.identity.ready(), stack.notification.ready()])
  await sendSome(scene)
  await until('the log says it', () => /traces are lost/.test(stack.identity.output()))
  scene.mended()
})

async function sendSome(scene: Scene) {
  const senders = await scene.gather(AT_ONCE)
  await scene.ask(senders)
  await until('all of them arrive', () => senders.every(({ number }) => arrivals(scene.twilio, number) > 0))
}
