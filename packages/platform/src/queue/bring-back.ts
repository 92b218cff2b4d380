import type { Job, Queue } from 'bullmq'
import type { JobState } from './queue-store.ts'

// A job that somebody else moves between our look and our move is looked at anew. It cannot go on like that for long.
const LOOKS = 3
const FRESH = { resetAttemptsMade: true, resetAttemptsStarted: true }

type Jobs = Pick<Queue, 'getJob'>

/** What the queue has of a job. */
export async function lookAt(queue: Jobs, jobId: string): Promise<JobState | undefined> {
  const job: Job | undefined = await queue.getJob(jobId)
  const state = job && stateOf(await job.getState())
  return job && state && { state, addedAt: new Date(job.timestamp) }
}

/** Moves a job that has ended back to those that wait. BullMQ moves it only if it still stands where it was seen. */
export async function bringBack(queue: Jobs, jobId: string): Promise<'waiting' | 'in_hand' | 'gone'> {
  for (let look = 1; ; look++) {
    const job: Job | undefined = await queue.getJob(jobId)
    const state = job && stateOf(await job.getState())
    if (!job || !state) return 'gone'
    if (state === 'waiting' || state === 'in_hand') return state
    try {
      await job.retry(state, FRESH)
      return 'waiting'
    } catch (error) {
      if (look === LOOKS) throw error
    }
  }
}

function stateOf(state: string): JobState['state'] | undefined {
  if (state === 'unknown') return undefined
  if (state === 'active') return 'in_hand'
  return state === 'completed' || state === 'failed' ? state : 'waiting'
}
