import type { Job, Worker } from 'bullmq'

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
}

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

/** Where the queues live. Opening one does not connect: a store that is down is used as soon as it is back. */
export type QueueStore = {
  producer: (queue: string) => Producer
  consume: (queue: string, work: Work, options: ConsumerOptions) => Consumer
  /** One real round trip. @throws if the store is down or unfit to keep jobs, or a consumer takes none of those that wait. */
  probe: () => Promise<void>
  close: () => Promise<void>
}
