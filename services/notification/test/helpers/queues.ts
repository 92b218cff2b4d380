import { connect } from 'node:net'
import type { SmsStatusUpdate } from '@gatehouse/contracts'
import { SEND_JOB, SMS_QUEUE, SMS_STATUS_QUEUE, sendJobId } from '@gatehouse/contracts'
import { openQueueStore } from '@gatehouse/platform/queue/open-queue-store'
import type { Consumer } from '@gatehouse/platform/queue/queue-store'
import type { Test } from 'tap'
import type { Deps } from '../../src/deps.ts'
import { startWorkers } from '../../src/worker.ts'
import { createDatabase, environment } from './database.ts'
import { until } from './until.ts'
import { sendJob } from './world.ts'

export type Backend = {
  name: string
  skip: string | false
  open: (t: Test) => Promise<{ database: string; queue: string }>
}

/**
 * Where the queue may live. Redis is one server for all files, so each file takes a database of its own there.
 * @param redisDatabase a number that no other file takes
 */
export function backends(redisDatabase: number): Backend[] {
  const redis = environment.TEST_REDIS_URL
  return [
    {
      name: 'PostgreSQL',
      skip: false,
      open: async (t) => {
        const database = await createDatabase(t)
        return { database, queue: database }
      }
    },
    {
      name: 'Redis',
      skip: redis ? false : 'TEST_REDIS_URL IS NOT SET: THE QUEUE ON REDIS IS NOT TESTED',
      open: async (t) => {
        await emptyRedis(`${redis}`, redisDatabase)
        return { database: await createDatabase(t), queue: `${redis}/${redisDatabase}` }
      }
    }
  ]
}

// What the test before left on the queue is not for this one's workers.
async function emptyRedis(url: string, redisDatabase: number) {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port || 6379), hostname).setEncoding('utf8')
  socket.write(`SELECT ${redisDatabase}\r\nFLUSHDB\r\nQUIT\r\n`)
  const replies = (await socket.toArray()).join('')
  if (replies !== '+OK\r\n'.repeat(3)) throw new Error(`Redis was not emptied: ${replies}`)
}

export type Failed = { id: string; reason: string; state: string }

/** The service's workers on a real queue, and identity's end of it. */
export async function openQueues(t: Test, deps: Deps, url: string) {
  const store = openQueueStore(url, deps.log)
  const statuses: SmsStatusUpdate[] = []
  const failed: Failed[] = []
  const removals: { id: string; isGone: boolean }[] = []
  const opened: Consumer[] = [
    store.consume(SMS_STATUS_QUEUE, async (job) => void statuses.push(job.data), { concurrency: 1 })
  ]
  t.teardown(async () => {
    await Promise.all(opened.map((consumer) => consumer.close()))
    await store.close()
  })

  const remove = async (id: string) => {
    const isGone = await store.producer(SMS_QUEUE).remove(id)
    removals.push({ id, isGone })
    return isGone
  }

  return {
    statuses,
    failed,
    /** What was taken off the queue of sends, and whether a worker let it go. */
    removals,
    statusOf: (id: string) => statuses.findLast((update) => update.message_id === id)?.status,
    add: (queue: string, name: string, data: object, id: string) => store.producer(queue).add(name, data, id),
    send: async (changes: Parameters<typeof sendJob>[0] = {}) => {
      const job = await sendJob(changes)
      await store.producer(SMS_QUEUE).add(SEND_JOB, job, sendJobId(job.message_id))
      return job
    },
    start: async () => {
      const workers = startWorkers(
        { ...deps, statuses: store.producer(SMS_STATUS_QUEUE), sends: { ...store.producer(SMS_QUEUE), remove } },
        store
      )
      opened.push(...workers)
      for (const consumer of workers) await note(consumer, failed)
      return { stop: () => Promise.all(workers.map((worker) => worker.close())) }
    }
  }
}

/** Keeps what ends in the failed set. */
async function note(consumer: Consumer, failed: Failed[]) {
  const worker = await until('the worker runs', () => consumer.worker())
  worker.on('failed', async (job, { message }) => {
    const state = await job?.getState()
    failed.push({ id: `${job?.id}`, reason: message, state: `${state}` })
  })
}
