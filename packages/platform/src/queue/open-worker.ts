import type { IQueueBackend, Job, Worker } from 'bullmq'
import type { Logger } from '../log.ts'
import { messageIdOf } from '../tracing/jobs.ts'
import { goOnWith } from '../tracing/span.ts'
import { atMostEvery } from './at-most-every.ts'
import type { Backend } from './backend.ts'
import { PREFIX, WORKER_OPTIONS } from './policy.ts'
import type { Work } from './queue-store.ts'

/**
 * Starts a worker once it is connected. One whose first connect failed never takes a job on PostgreSQL and says nothing
 * of it, so it is thrown away.
 * @throws if the store cannot be reached
 */
export async function openWorker<B extends IQueueBackend, C>(
  backend: Backend<B, C>,
  queue: string,
  work: Work,
  options: { concurrency: number },
  log: Logger
): Promise<Worker> {
  await backend.probe()
  const settings = {
    connection: backend.connect('worker'),
    prefix: PREFIX,
    autorun: false,
    ...WORKER_OPTIONS,
    ...options
  }
  const process = (job: unknown) => work(job as Job)
  const worker = new backend.classes.Worker(queue, process, settings) as unknown as Worker
  const warn = atMostEvery(10_000, (error: Error) => log.warn({ queue, reason: error.message }, 'queue store'))
  worker.on('error', warn)
  worker.on('failed', (job, error) =>
    goOnWith(job?.data?.trace, () =>
      log.warn({ queue, job: job?.id, message: messageIdOf(job?.data), reason: error.message }, 'job failed')
    )
  )
  try {
    await worker.waitUntilReady()
  } catch (error) {
    worker.close(true).catch(() => {})
    throw error
  }
  worker.run().catch((error: Error) => log.error({ queue, reason: error.message }, 'worker ended'))
  return worker
}
