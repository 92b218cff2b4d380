import type { BackendClasses, IQueueBackend } from 'bullmq'

/** One of BullMQ's backends, connected. */
export type Backend<B extends IQueueBackend, C> = {
  classes: BackendClasses<B, C>
  /** A connection for a queue, and one for a worker, which may block on it. */
  connect: (use: 'queue' | 'worker') => C
  probe: () => Promise<void>
  close: () => Promise<void>
}
