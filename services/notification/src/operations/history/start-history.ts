import { SMS_QUEUE } from '@gatehouse/contracts'
import type { QueueStore } from '@gatehouse/platform/queue/queue-store'
import { repeat } from '../../delivery/sweeps.ts'
import type { Deps } from '../../deps.ts'
import { forgetHistory } from './forget-history.ts'
import { recountHistory } from './recount-history.ts'
import { SAMPLE_EVERY_SECONDS, sampleQueue } from './sample-queue.ts'

const RECOUNT_EVERY_MS = 5000
const FORGET_EVERY_MS = 600_000

/** Keeps the figures that the overview shows. */
export function startHistory(deps: Deps, queues: Pick<QueueStore, 'control'>) {
  const stopped = new AbortController()
  const sends = queues.control(SMS_QUEUE)
  const sample = () => sampleQueue(deps, sends)
  const running = [
    repeat('recount_history', recountHistory, RECOUNT_EVERY_MS, deps, stopped.signal),
    repeat('sample_queue', sample, SAMPLE_EVERY_SECONDS * 1000, deps, stopped.signal),
    repeat('forget_history', forgetHistory, FORGET_EVERY_MS, deps, stopped.signal)
  ]
  return {
    stop: async () => {
      stopped.abort()
      await Promise.all(running)
    }
  }
}
