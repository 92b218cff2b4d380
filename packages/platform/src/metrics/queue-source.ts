import { Gauge } from 'prom-client'
import type { QueueStore } from '../queue/queue-store.ts'
import type { Reading, Source } from './sampler.ts'

/** How these queues stand. Asked of the store, so that it is the same whichever process tells it. */
export function queueSource(store: Pick<QueueStore, 'control'>, queues: readonly string[]): Source {
  const gauge = (name: string, help: string, ...more: string[]) =>
    new Gauge({ name, help, labelNames: ['queue', ...more], registers: [] })
  const jobs = gauge('gatehouse_queue_jobs', 'Jobs of a queue: waiting, delayed, in_hand or failed.', 'state')
  const oldest = gauge('gatehouse_queue_oldest_seconds', 'Age of the job that is first in line; 0 if none waits.')
  const paused = gauge('gatehouse_queue_paused', 'Whether somebody paused the queue (1).')

  async function look(queue: string): Promise<Reading[]> {
    const { isPaused, waiting, delayed, inHand, failed, oldestWaitingMs } = await store.control(queue).state()
    const counts = Object.entries({ waiting, delayed, in_hand: inHand, failed })
    return [
      ...counts.map(([state, value]) => ({ gauge: jobs, labels: { queue, state }, value })),
      { gauge: oldest, labels: { queue }, value: (oldestWaitingMs ?? 0) / 1000 },
      { gauge: paused, labels: { queue }, value: isPaused ? 1 : 0 }
    ]
  }

  const read = async () => (await Promise.all(queues.map(look))).flat()
  return { name: 'queue', gauges: [jobs, oldest, paused], read }
}
