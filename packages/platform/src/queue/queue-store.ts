import type { Job, Queue, Worker } from 'bullmq'

/** A job as its consumer sees it. */
export type Work = (job: Job) => Promise<void>

export type Producer = {
  /**
   * Puts a job on the queue, or fails within three seconds. Adding a job whose id is there already changes nothing.
   * @throws if the store is down; whoever calls tries again later.
   */
  add: (name: string, data: object, jobId: string) => Promise<void>
  /**
   * Takes a job off the queue with all that it holds, whether it waits or is done.
   * @returns whether there is no such job now: one that a worker has in hand stays
   * @throws if the store is down
   */
  remove: (jobId: string) => Promise<boolean>
  /** What the queue has of a job, or undefined. @throws if the store is down */
  look: (jobId: string) => Promise<JobState | undefined>
  /**
   * Puts a job that has ended, well or not, back on the queue, with all its tries. However many ask at once, one job
   * comes of it.
   * @returns where it is now; `gone`: with all that it held
   * @throws if the store is down
   */
  bringBack: (jobId: string) => Promise<'waiting' | 'in_hand' | 'gone'>
}

/** `addedAt` is its producer's clock. */
export type JobState = { state: 'waiting' | 'in_hand' | 'completed' | 'failed'; addedAt: Date }

export type Consumer = {
  /** Takes no new job, finishes what is in hand, or leaves it to be given back after six seconds. */
  close: () => Promise<void>
  /** The worker once the store was reached. */
  worker: () => Worker | undefined
  /** False if jobs wait, hands are free, and none is taken. */
  takesJobs: () => boolean
}

/** @param lookEveryMs how often to look whether jobs wait that nobody takes */
export type ConsumerOptions = { concurrency: number; lookEveryMs?: number }

/** How a queue stands. Of all processes: each sees the same. */
export type QueueState = {
  /** Nobody takes a job; what is in hand is finished. */
  isPaused: boolean
  /** Whose turn it is, in nobody's hands. */
  waiting: number
  /** That are tried again later. */
  delayed: number
  /** That a worker has. */
  inHand: number
  /** That gave up, as long as they are kept. */
  failed: number
  /** Age of the one that is first in line, by its producer's clock and ours; null if none waits. */
  oldestWaitingMs: number | null
}

/** Each fails within three seconds. @throws if the store is down */
export type QueueControl = {
  state: () => Promise<QueueState>
  /** For the workers of all processes, until it is resumed. Twice changes nothing. */
  pause: () => Promise<void>
  resume: () => Promise<void>
}

/** Where the queues live. Opening one does not connect: a store that is down is used as soon as it is back. */
export type QueueStore = {
  producer: (queue: string) => Producer
  control: (queue: string) => QueueControl
  /** The queue itself, for a dashboard that knows BullMQ. @throws if the store is down */
  open: (queue: string) => Promise<Queue>
  consume: (queue: string, work: Work, options: ConsumerOptions) => Consumer
  /** One real round trip. @throws if the store is down or unfit to keep jobs, or a consumer takes none of those that wait. */
  probe: () => Promise<void>
  close: () => Promise<void>
}
