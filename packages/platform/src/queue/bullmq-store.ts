import { AsyncLocalStorage } from 'node:async_hooks'
import type { IQueueBackend, Queue } from 'bullmq'
import type { Logger } from '../log.ts'
import { within } from '../within.ts'
import type { Backend, Line } from './backend.ts'
import { JOB_OPTIONS, PREFIX, STORE_TIMEOUT_MS } from './policy.ts'
import { queueControl } from './queue-control.ts'
import { queueProducer } from './queue-producer.ts'
import type { Consumer, QueueStore } from './queue-store.ts'
import { startConsumer } from './start-consumer.ts'

const CLOSE_TIMEOUT_MS = 500

/** Makes a queue store of one of BullMQ's backends. */
export function bullmqStore<B extends IQueueBackend, C>(backend: Backend<B, C>, log: Logger): QueueStore {
  const queues = new Map<string, ReturnType<typeof openQueue<B, C>>>()
  const consumers = new Map<string, Consumer>()
  // A connection outlives the request or the job for which it is opened.
  const apart = AsyncLocalStorage.snapshot()

  // A queue whose first connect failed never works again on PostgreSQL: it is dropped, and the next call makes another.
  function queueNamed(name: string) {
    const opened = queues.get(name) ?? apart(openQueue<B, C>, backend, name, log)
    queues.set(name, opened)
    opened.catch(() => queues.delete(name))
    return opened
  }

  const oldestWaiting = async (name: string) => {
    const queue = await queueNamed(name)
    // Somebody paused it: then it is right that nobody takes its jobs.
    if (await queue.isPaused()) return undefined
    return (await backend.oldestWaiting(queue as Line))?.id
  }

  return {
    producer: (name) => queueProducer(name, () => queueNamed(name)),
    control: (name) => queueControl(name, () => queueNamed(name), backend.oldestWaiting),
    // Its own types bind it to one backend.
    open: (name) => within(STORE_TIMEOUT_MS, `opening ${name}`, queueNamed(name) as unknown as Promise<Queue>),
    consume: (name, work, options) => {
      const source = { name, oldestWaiting: () => within(STORE_TIMEOUT_MS, `looking at ${name}`, oldestWaiting(name)) }
      const consumer = startConsumer(backend, source, work, options, log)
      consumers.set(name, consumer)
      return consumer
    },
    probe: async () => {
      await backend.probe()
      for (const [name, { takesJobs }] of consumers)
        if (!takesJobs()) throw new Error(`${name}: jobs wait, none is taken`)
    },
    close: async () => {
      const closing = [...queues.values()].map(async (opened) => (await opened).close())
      await Promise.allSettled(closing.map((closed) => within(CLOSE_TIMEOUT_MS, 'closing', closed)))
      await within(CLOSE_TIMEOUT_MS, 'closing', backend.close()).catch(() => {})
    }
  }
}

async function openQueue<B extends IQueueBackend, C>(backend: Backend<B, C>, name: string, log: Logger) {
  await backend.probe()
  const options = { connection: backend.connect('queue'), prefix: PREFIX, defaultJobOptions: JOB_OPTIONS }
  const queue = new backend.classes.Queue<object, void, string>(name, options)
  queue.on('error', (error) => log.warn({ queue: name, reason: error.message }, 'queue store'))
  try {
    await queue.waitUntilReady()
    return queue
  } catch (error) {
    queue.close().catch(() => {})
    throw error
  }
}
