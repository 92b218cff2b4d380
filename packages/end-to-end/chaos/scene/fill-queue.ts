import { until } from '../../test/fixtures/until.ts'
import type { Scene } from './open-scene.ts'
import type { Sender } from './sends.ts'

const NOT_HANDED_OVER = 'select from identity.hand_offs where handed_over_at is null'

/** Stops the workers and has so many messages wait in the queue. */
export async function fillQueue(scene: Scene, count: number): Promise<Sender[]> {
  const { stack, t } = scene
  await stack.notification.stop()
  const senders = await scene.gather(count)
  t.ok((await scene.ask(senders)).every(({ status }) => status === 200))
  await until('the queue has all of them', async () => (await stack.query(NOT_HANDED_OVER)).length === 0)
  return senders
}
