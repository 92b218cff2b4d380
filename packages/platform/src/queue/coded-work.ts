import type { Job } from 'bullmq'
import { DelayedError, UnrecoverableError } from 'bullmq'
import type { Logger } from '../log.ts'
import { isPassing } from '../passing-fault.ts'
import { GiveUp, RetryLater } from './job-endings.ts'
import { WORKER_OPTIONS } from './policy.ts'
import type { Work } from './queue-store.ts'

// A database that is away costs a job none of its tries: it may be away for longer than they last.
const PATIENCE_MS = 5000

/** One kind of job on a queue: reads what came, and does it. */
export type Task = (data: unknown, isLastTry: boolean) => Promise<void>

/**
 * Gives each job to the task of its name. Whatever goes wrong ends as a code: texts of errors lie readable in the
 * queue's store, and a provider's or the database's may hold a number. The log gets where it broke.
 */
export function codedWork(tasks: Record<string, Task>, log: Logger, patienceMs = PATIENCE_MS): Work {
  return async (job) => {
    try {
      const task = Object.hasOwn(tasks, job.name) ? tasks[job.name] : undefined
      if (!task) throw new GiveUp('invalid_job: name')
      await task(job.data, isLastTry(job))
    } catch (error) {
      const reason = isPassing(error) ? new RetryLater('database_away', patienceMs) : error
      await postponeIfAsked(job, reason)
      throw coded(reason, log, job)
    }
  }
}

// The queue starts a job no more often than `maxStartedAttempts`, and repeats a failed one `attempts` times.
const isLastTry = (job: Job) =>
  job.attemptsMade + 1 >= (job.opts.attempts ?? 1) || job.attemptsStarted >= WORKER_OPTIONS.maxStartedAttempts

// A wait that somebody named is kept as it is, and costs none of the job's attempts.
async function postponeIfAsked(job: Job, error: unknown) {
  if (!(error instanceof RetryLater) || error.afterMs === undefined || isLastTry(job)) return
  await job.moveToDelayed(Date.now() + error.afterMs, job.token)
  throw new DelayedError()
}

function coded(error: unknown, log: Logger, job: Job): Error {
  if (error instanceof RetryLater || error instanceof UnrecoverableError) return error
  const { name, code, stack } = error as Error & { code?: string }
  const frames = stack?.split('\n').filter((line) => line.startsWith('    at '))
  log.error({ job: job.id, error: name, code, frames }, 'job broke')
  return new Error(`broken: ${code ?? name}`)
}
