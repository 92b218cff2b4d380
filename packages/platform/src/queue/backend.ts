import type { BackendClasses, IQueueBackend, Queue } from 'bullmq'

export type Line = Pick<Queue, 'name' | 'getJobs'>
/** @property timestamp when it was added, in milliseconds */
export type Waiting = { id?: string | undefined; timestamp: number }
export type OldestWaiting = (queue: Line) => Promise<Waiting | undefined>

/** One of BullMQ's backends, connected. */
export type Backend<B extends IQueueBackend, C> = {
  classes: BackendClasses<B, C>
  /** A connection for a queue, and one for a worker, which may block on it. */
  connect: (use: 'queue' | 'worker') => C
  probe: () => Promise<void>
  /** The job that is first in line, whether or not the queue is paused. */
  oldestWaiting: OldestWaiting
  close: () => Promise<void>
}
