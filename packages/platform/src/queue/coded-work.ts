import type { Job } from 'bullmq'
import { DelayedError, UnrecoverableError } from 'bullmq'
import type { Logger } from '../log.ts'
import { withLogFields } from '../log-fields.ts'
import { isPassing } from '../passing-fault.ts'
import { inConsumerSpan, messageIdOf } from '../tracing/jobs.ts'
import type { Span } from '../tracing/span.ts'
import { codeOf, markFailed } from '../tracing/span.ts'
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
  const inHand = (job: Job) => async (span: Span) => {
    try {
      await taskOf(tasks, job)(job.data, isLastTry(job))
    } catch (error) {
      const reason = isPassing(error) ? new RetryLater('database_away', patienceMs) : error
      markFailed(span, isCoded(reason) ? reason.message : codeOf(reason))
      await postponeIfAsked(job, reason)
      throw coded(reason, log, job)
    }
  }
  return (job) => withLogFields({ message: messageIdOf(job.data) }, () => inConsumerSpan(job, inHand(job)))
}

function taskOf(tasks: Record<string, Task>, { name }: Job): Task {
  const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined
  if (!task) throw new GiveUp('invalid_job: name')
  return task
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

const isCoded = (error: unknown): error is Error => error instanceof RetryLater || error instanceof UnrecoverableError

function coded(error: unknown, log: Logger, job: Job): Error {
  if (isCoded(error)) return error
  const { name, code, stack } = error as Error & { code?: string }
  const frames = stack?.split('\n').filter((line) => line.startsWith('    at '))
  log.error({ job: job.id, error: name, code, frames }, 'job broke')
  return new Error(`broken: ${code ?? name}`)
}
