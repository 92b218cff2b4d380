import type { Test } from 'tap'
import t from 'tap'
import type { Provider } from '../../src/providers/provider.ts'
import type { Backend } from './queues.ts'
import { backends, openQueues } from './queues.ts'
import { openTwilio } from './real-providers.ts'
import { openWorld } from './world.ts'

/** Holds a guarantee on PostgreSQL and on Redis. A file gives its own `redisDatabase`. */
export function onEachBackend(
  redisDatabase: number,
  guarantee: string,
  hold: (t: Test, backend: Backend) => Promise<void>
) {
  for (const backend of backends(redisDatabase)) {
    t.test(`${guarantee} (${backend.name})`, { skip: backend.skip }, (t) => hold(t, backend))
  }
}

/** Twilio behind the workers' queue. @param wrap puts something between the two */
export async function openTwilioQueues(
  t: Test,
  backend: Backend,
  wrap: (provider: Provider) => Provider = (provider) => provider
) {
  const { database, queue } = await backend.open(t)
  const { server, provider } = await openTwilio(t)
  const world = await openWorld(t, [wrap(provider)], database)
  const queues = await openQueues(t, { ...world.deps, timing: { ...world.deps.timing, settleMs: 50 } }, queue)
  return { server, world, queues }
}
