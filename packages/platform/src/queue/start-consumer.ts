import { setTimeout } from 'node:timers/promises'
import type { IQueueBackend, Job, Worker } from 'bullmq'
import type { Logger } from '../log.ts'
import type { Backend } from './bullmq-store.ts'
import { PREFIX, WORKER_OPTIONS } from './policy.ts'
import type { Consumer, Work } from './queue-store.ts'
import { within } from './within.ts'

const RETRY_MS = 500
const DRAIN_TIMEOUT_MS = 8000

/** Consumes a queue from the moment its store can be reached. */
export function startConsumer<B extends IQueueBackend, C>(
  backend: Backend<B, C>,
  queue: string,
  work: Work,
  options: { concurrency: number },
  log: Logger
): Consumer {
  const stopped = new AbortController()
  let worker: Worker | undefined
  const started = reach(backend.probe, stopped.signal, log, queue).then((reached) => {
    if (reached) worker = startWorker(backend, queue, work, options, log)
  })
  return {
    worker: () => worker,
    close: async () => {
      stopped.abort()
      await started
      if (!worker) return
      await within(DRAIN_TIMEOUT_MS, `draining ${queue}`, worker.close()).catch(() => worker?.close(true))
    }
  }
}

async function reach(probe: () => Promise<void>, stopped: AbortSignal, log: Logger, queue: string) {
  let told = false
  while (!stopped.aborted) {
    try {
      await probe()
      return true
    } catch (error) {
      if (!told) log.warn({ queue, reason: (error as Error).message }, 'queue store is down, waiting for it')
      told = true
      await pause(RETRY_MS, stopped)
    }
  }
  return false
}

const pause = (ms: number, signal: AbortSignal) => setTimeout(ms, undefined, { signal }).catch(() => {})

function startWorker<B extends IQueueBackend, C>(
  backend: Backend<B, C>,
  queue: string,
  work: Work,
  options: { concurrency: number },
  log: Logger
): Worker {
  const connection = backend.connect('worker')
  const worker = new backend.classes.Worker(queue, (job) => work(job as unknown as Job), {
    connection,
    prefix: PREFIX,
    ...WORKER_OPTIONS,
    ...options
  }) as unknown as Worker
  worker.on('error', (error) => log.warn({ queue, reason: error.message }, 'queue store'))
  worker.on('failed', (job, error) => log.warn({ queue, job: job?.id, reason: error.message }, 'job failed'))
  return worker
}
