import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import type { Role } from '@gatehouse/platform/operators/operator'
import type { QueueStore } from '@gatehouse/platform/queue/queue-store'
import { maskJob } from './mask.ts'

type Queue = Awaited<ReturnType<QueueStore['open']>>
type Counts = Awaited<ReturnType<BullMQAdapter['getJobCounts']>>
type Job = NonNullable<Awaited<ReturnType<BullMQAdapter['getJob']>>>

/**
 * A queue as bull-board may know it. Its own formatters leave error texts, stack traces, logs and flows as they are, so
 * every job is masked before it gets there; for a viewer nothing can be changed.
 */
export function maskedQueue(queue: Queue, role: Role): BullMQAdapter {
  const options = { readOnlyMode: role !== 'operator', allowCompletedRetries: false }
  const adapter = new BullMQAdapter(queue, options)
  const find = adapter.getJob.bind(adapter)
  const list = adapter.getJobs.bind(adapter)
  const count: () => Promise<Counts> = () => queue.getJobCounts(...COUNTED)
  return Object.assign(adapter, {
    getJob: async (id: string) => {
      const job = await find(id)
      return job && masked(job)
    },
    getJobs: async (...asked: Parameters<typeof list>) => (await list(...asked)).map(masked),
    getJobCounts: async () => waitingWhilePaused(await count()),
    getJobLogs: async () => [],
    getJobSchedulers: async () => [],
    getFlowProducer: async () => null
  })
}

// On PostgreSQL the jobs that wait on a paused queue are counted under a word that bull-board has no place for.
const COUNTED = [
  'active',
  'waiting',
  'paused',
  'waiting-children',
  'prioritized',
  'completed',
  'failed',
  'delayed'
] as Parameters<Queue['getJobCounts']>
const waitingWhilePaused = ({ paused = 0, waiting = 0, ...counts }: Counts) => ({
  ...counts,
  paused: 0,
  waiting: waiting + paused
})

function masked(job: Job): Job {
  const whole = job.toJSON.bind(job)
  return Object.assign(job, { toJSON: () => maskJob(whole()) })
}
