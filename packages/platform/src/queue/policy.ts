/** How jobs live. The figures: docs/architecture.md, "Figures". */
export const PREFIX = '{gatehouse}' // The braces keep all keys of a queue on one node of a Redis cluster.
export const SCHEMA = 'bullmq'

const SECOND_MS = 1000

/** Longer than this nobody waits for the store to take or tell something. */
export const STORE_TIMEOUT_MS = 3 * SECOND_MS

export const JOB_OPTIONS = {
  attempts: 6,
  backoff: { type: 'exponential', delay: SECOND_MS, jitter: 0.5 },
  // By age, never by count: removal by count deadlocked on PostgreSQL. An hour outlives every hand-over by far, and a
  // job that is still there makes a second hand-over of the same id harmless.
  removeOnComplete: { age: 3600 },
  removeOnFail: { age: 7 * 24 * 3600 }
}

/** A worker that dies is noticed in 15 to 20 seconds; BullMQ's own defaults take a minute. */
export const WORKER_OPTIONS = {
  lockDuration: 15 * SECOND_MS,
  stalledInterval: 5 * SECOND_MS,
  maxStalledCount: 5,
  // At five seconds each, an outage of more than an hour. A job that kills its worker ends by maxStalledCount.
  maxStartedAttempts: 1000,
  // How long a worker rests after its store failed it; BullMQ's own 15 s would be 15 s without a message.
  runRetryDelay: SECOND_MS / 2
}
