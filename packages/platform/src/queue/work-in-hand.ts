import type { Job } from 'bullmq'
import { DelayedError } from 'bullmq'
import type { Work } from './queue-store.ts'

/** Knows which work is being done, so that stopping waits for it and for nothing else, and how much was ever begun. */
export function workInHand(work: Work) {
  const running = new Set<Promise<void>>()
  let begun = 0
  let isStopping = false
  const tracked: Work = async (job) => {
    if (isStopping) return giveBack(job)
    begun++
    const done = work(job)
    running.add(done)
    await done.finally(() => running.delete(done))
  }
  return {
    work: tracked,
    begun: () => begun,
    count: () => running.size,
    beginNoMore: () => {
      isStopping = true
    },
    settled: (): Promise<unknown> => Promise.allSettled(running)
  }
}

// A worker that waits for a job when it is told to close still gets the next one: it is for another process, now.
async function giveBack(job: Job): Promise<never> {
  await job.moveToDelayed(Date.now(), job.token)
  throw new DelayedError()
}
