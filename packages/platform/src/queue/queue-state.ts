import type { JobType, Queue } from 'bullmq'
import type { Line, OldestWaiting } from './backend.ts'
import type { QueueState } from './queue-store.ts'

// On PostgreSQL the jobs that wait on a paused queue are counted under this word, which BullMQ's types do not know.
const PAUSED = 'paused' as JobType

/** How a queue stands, in the same words on both backends. */
export async function queueState(
  queue: Line & Pick<Queue, 'isPaused' | 'getJobCounts'>,
  oldestWaiting: OldestWaiting,
  now: number
): Promise<QueueState> {
  const [isPaused, counts, oldest] = await Promise.all([
    queue.isPaused(),
    queue.getJobCounts('waiting', PAUSED, 'prioritized', 'delayed', 'active', 'failed'),
    oldestWaiting(queue)
  ])
  const { waiting = 0, paused = 0, prioritized = 0, delayed = 0, active = 0, failed = 0 } = counts
  return {
    isPaused,
    waiting: waiting + paused + prioritized,
    delayed,
    inHand: active,
    failed,
    oldestWaitingMs: oldest ? Math.max(0, now - oldest.timestamp) : null
  }
}
