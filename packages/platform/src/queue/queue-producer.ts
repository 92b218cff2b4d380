import type { Queue } from 'bullmq'
import { inProducerSpan } from '../tracing/jobs.ts'
import { within } from '../within.ts'
import { bringBack, lookAt } from './bring-back.ts'
import { STORE_TIMEOUT_MS } from './policy.ts'
import type { Producer } from './queue-store.ts'

type StoredQueue = Pick<Queue<object, void, string>, 'add' | 'remove' | 'getJob'>

/** The end of one queue at which jobs are put on. */
export function queueProducer(name: string, open: () => Promise<StoredQueue>): Producer {
  const ask = <T>(what: string, how: (queue: StoredQueue) => Promise<T>) =>
    within(STORE_TIMEOUT_MS, `${what} ${name}`, open().then(how))
  return {
    add: (job, data, jobId) =>
      inProducerSpan(name, data, (traced) =>
        ask('adding to', async (queue) => void (await queue.add(job, traced, { jobId })))
      ),
    remove: (jobId) => ask('removing from', removing(jobId)),
    look: (jobId) => ask('looking into', (queue) => lookAt(queue, jobId)),
    bringBack: (jobId) => ask('bringing back to', (queue) => bringBack(queue, jobId))
  }
}

// BullMQ says 0 for a job that is locked, and for one that is not there.
const removing = (jobId: string) => async (queue: StoredQueue) =>
  (await queue.remove(jobId)) === 1 || !(await queue.getJob(jobId))
