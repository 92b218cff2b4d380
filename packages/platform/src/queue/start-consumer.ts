import { setTimeout } from 'node:timers/promises'
import type { IQueueBackend, Worker } from 'bullmq'
import type { Logger } from '../log.ts'
import { within } from '../within.ts'
import type { Backend } from './backend.ts'
import { openWorker } from './open-worker.ts'
import type { Consumer, ConsumerOptions, Work } from './queue-store.ts'
import { watchWorker } from './watch-worker.ts'
import { workInHand } from './work-in-hand.ts'

const RETRY_MS = 500
const LOOK_EVERY_MS = 5000
const DRAIN_TIMEOUT_MS = 6000
const CLOSE_TIMEOUT_MS = 1000

/** A queue, and what is asked of its store beside the worker's own connections. */
export type Source = { name: string; oldestWaiting: () => Promise<string | undefined> }

/** Consumes a queue from the moment its store can be reached, with another worker if the first one is wedged. */
export function startConsumer<B extends IQueueBackend, C>(
  backend: Backend<B, C>,
  { name: queue, oldestWaiting }: Source,
  work: Work,
  { concurrency, lookEveryMs = LOOK_EVERY_MS }: ConsumerOptions,
  log: Logger
): Consumer {
  const stopped = new AbortController()
  const inHand = workInHand(work)
  let worker: Worker | undefined
  const open = () => openWorker(backend, queue, inHand.work, { concurrency }, log)
  const start = async () => {
    worker = (await keepTrying(open, stopped.signal, log, queue)) ?? worker
  }
  const started = start()
  const look = async () => {
    const oldest = await oldestWaiting()
    return { oldest, begun: inHand.begun(), hasFreeHands: inHand.count() < concurrency }
  }
  const replace = async () => {
    log.error({ queue }, 'jobs wait and the worker takes none: it is replaced')
    // By force, and unheard: what it still has in hand comes again if it cannot be finished.
    worker?.close(true).catch(() => {})
    await start()
  }
  const watch = watchWorker({ look, replace, everyMs: lookEveryMs }, stopped.signal)
  return {
    worker: () => worker,
    takesJobs: watch.takesJobs,
    close: async () => {
      stopped.abort()
      inHand.beginNoMore()
      await started
      const known = worker
      const drained = known && drain(queue, known, inHand.settled)
      await within(CLOSE_TIMEOUT_MS, `watching ${queue}`, watch.ended).catch(() => {})
      // Replaced at this very moment.
      if (worker && worker !== known) await drain(queue, worker, inHand.settled)
      await drained
    }
  }
}

async function drain(queue: string, worker: Worker, settled: () => Promise<unknown>) {
  const closed = worker.close()
  await within(DRAIN_TIMEOUT_MS, `draining ${queue}`, settled()).catch(() => {})
  // What is left is the store's word alone, and a store that is down never gives it.
  await within(CLOSE_TIMEOUT_MS, `closing ${queue}`, closed).catch(() => {})
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
