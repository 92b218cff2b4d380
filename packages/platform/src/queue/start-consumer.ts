import { setTimeout } from 'node:timers/promises'
import type { IQueueBackend, Worker } from 'bullmq'
import type { Logger } from '../log.ts'
import type { Backend } from './backend.ts'
import { openWorker } from './open-worker.ts'
import type { Consumer, Work } from './queue-store.ts'
import { within } from './within.ts'
import { workInHand } from './work-in-hand.ts'

const RETRY_MS = 500
const DRAIN_TIMEOUT_MS = 6000
const CLOSE_TIMEOUT_MS = 1000

/** Consumes a queue from the moment its store can be reached. */
export function startConsumer<B extends IQueueBackend, C>(
  backend: Backend<B, C>,
  queue: string,
  work: Work,
  options: { concurrency: number },
  log: Logger
): Consumer {
  const stopped = new AbortController()
  const inHand = workInHand(work)
  let worker: Worker | undefined
  const started = keepTrying(
    () => openWorker(backend, queue, inHand.work, options, log),
    stopped.signal,
    log,
    queue
  ).then((opened) => {
    worker = opened
  })
  return {
    worker: () => worker,
    close: async () => {
      stopped.abort()
      inHand.beginNoMore()
      await started
      if (!worker) return
      const closed = worker.close()
      await within(DRAIN_TIMEOUT_MS, `draining ${queue}`, inHand.settled()).catch(() => {})
      // What is left is the store's word alone, and a store that is down never gives it.
      await within(CLOSE_TIMEOUT_MS, `closing ${queue}`, closed).catch(() => {})
    }
  }
}

async function keepTrying<T>(open: () => Promise<T>, stopped: AbortSignal, log: Logger, queue: string) {
  let told = false
  while (!stopped.aborted) {
    try {
      return await open()
    } catch (error) {
      if (!told) log.warn({ queue, reason: (error as Error).message }, 'queue store is down, waiting for it')
      told = true
      await setTimeout(RETRY_MS, undefined, { signal: stopped }).catch(() => {})
    }
  }
  return undefined
}
