import { createRedisBackend, withBackend } from 'bullmq'
import type { RedisOptions } from 'ioredis'
import { Cluster, Redis } from 'ioredis'
import type { Logger } from '../log.ts'
import { within } from '../within.ts'
import type { Line } from './backend.ts'
import { bullmqStore } from './bullmq-store.ts'
import { PREFIX } from './policy.ts'
import type { QueueStore } from './queue-store.ts'
import { UnfitStore } from './unfit-store.ts'

const CONNECT_TIMEOUT_MS = 2000
const COMMAND_TIMEOUT_MS = 5000
// Longer than a worker ever waits for a job (10 s), shorter than the lock of one.
const SILENCE_TIMEOUT_MS = 12_000
// Less than readiness has: a master that keeps no queue must not be missed.
const ASIDE_TIMEOUT_MS = 500

/** Queues in Redis: one server (`redis://`, `rediss://`) or a cluster (`redis+cluster://host:port,host:port`). */
export function redisStore(url: string, log: Logger): QueueStore {
  const opened: (Redis | Cluster)[] = []
  // A worker waits for a lost server; a producer fails at once and is tried again by the relay.
  const connect = (use: 'queue' | 'worker' | 'probe') => {
    const waits = use === 'worker'
    const client = openClient(url, {
      maxRetriesPerRequest: waits ? null : 1,
      enableOfflineQueue: waits,
      // A server that is gone without a word: its connection is given up, not the command alone, or it would be asked
      // for ever. A worker's wait for jobs is no silence until it is longer than any.
      socketTimeout: waits ? SILENCE_TIMEOUT_MS : COMMAND_TIMEOUT_MS,
      ...(waits ? {} : { commandTimeout: COMMAND_TIMEOUT_MS })
    })
    client.on('error', (error: Error) => log.debug({ reason: error.message }, 'queue store'))
    opened.push(client)
    return client
  }
  let probe: Redis | Cluster | undefined
  const backend = {
    classes: withBackend(createRedisBackend),
    connect,
    probe: async () => {
      probe ??= connect('probe')
      await refuseUnfit(probe)
    },
    oldestWaiting: async (queue: Line) => (await queue.getJobs(['waiting'], 0, 0, true))[0],
    close: async () => {
      for (const client of opened) client.disconnect()
    }
  }
  return bullmqStore(backend, log)
}

/** A replica takes no job, and a Redis that evicts loses jobs without a word: acknowledged, counted, and gone. */
async function refuseUnfit(client: Redis | Cluster) {
  if (client.status !== 'ready') await ready(client)
  if (client instanceof Cluster) return refuseUnfitCluster(client)
  const info = await client.info()
  if (!/^role:master/m.test(info)) throw new Error('Redis is a replica and takes no jobs')
  refuseEvicting(info)
}

/** The master that keeps the queues has to answer; of the others, whoever does may not evict: it could keep them next. */
async function refuseUnfitCluster(cluster: Cluster) {
  const masters = cluster
    .nodes('master')
    .map((node) => within(ASIDE_TIMEOUT_MS, 'asking a master', node.info('memory')))
  const [, ...answers] = await Promise.all([cluster.exists(PREFIX), ...masters.map((info) => info.catch(() => ''))])
  for (const info of answers) refuseEvicting(info)
}

function refuseEvicting(info: string) {
  const policy = /maxmemory_policy:(\S+)/.exec(info)?.[1]
  if (!policy || policy === 'noeviction') return
  throw new UnfitStore(`Redis evicts (maxmemory-policy ${policy}) and would lose jobs: set maxmemory-policy noeviction`)
}

const ready = (client: Redis | Cluster) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => settle(new Error('Redis does not answer')), CONNECT_TIMEOUT_MS)
    const settle = (error?: Error) => {
      clearTimeout(timer)
      client.off('ready', settle)
      if (error) reject(error)
      else resolve()
    }
    client.once('ready', settle)
  })

type ClientOptions = Pick<
  RedisOptions,
  'maxRetriesPerRequest' | 'enableOfflineQueue' | 'commandTimeout' | 'socketTimeout'
>

function openClient(url: string, options: ClientOptions): Redis | Cluster {
  const timing = {
    connectTimeout: CONNECT_TIMEOUT_MS,
    retryStrategy: (times: number) => Math.min(times * 100, 2000),
    // After a failover the old master is a replica, on connections that still stand: leave it and ask again.
    reconnectOnError: (error: Error) => (error.message.startsWith('READONLY') ? 2 : false)
  } as const
  if (!url.startsWith('redis+cluster://')) return new Redis(url, { ...timing, ...options })
  const nodes = url
    .slice('redis+cluster://'.length)
    .split(',')
    .map((node) => `redis://${node}`)
  return new Cluster(nodes, { enableOfflineQueue: options.enableOfflineQueue, redisOptions: { ...timing, ...options } })
}
