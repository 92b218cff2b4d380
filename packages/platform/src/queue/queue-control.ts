import type { Queue } from 'bullmq'
import { within } from '../within.ts'
import type { Line, OldestWaiting } from './backend.ts'
import { STORE_TIMEOUT_MS } from './policy.ts'
import { queueState } from './queue-state.ts'
import type { QueueControl } from './queue-store.ts'

type StoredQueue = Line & Pick<Queue, 'pause' | 'resume' | 'isPaused' | 'getJobCounts'>

/** The hand on one queue. BullMQ's own pause: every dashboard of its shows the same. */
export function queueControl(
  name: string,
  open: () => Promise<StoredQueue>,
  oldestWaiting: OldestWaiting
): QueueControl {
  const ask = <T>(what: string, how: (queue: StoredQueue) => Promise<T>) =>
    within(STORE_TIMEOUT_MS, `${what} ${name}`, open().then(how))
  return {
    state: () => ask('looking at', (queue) => queueState(queue, oldestWaiting, Date.now())),
    pause: () => ask('pausing', (queue) => queue.pause()),
    resume: () => ask('resuming', (queue) => queue.resume())
  }
}
