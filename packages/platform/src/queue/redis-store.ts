import { createRedisBackend, withBackend } from 'bullmq'
import { Cluster, Redis } from 'ioredis'
import type { Logger } from '../log.ts'
import { bullmqStore } from './bullmq-store.ts'
import type { QueueStore } from './queue-store.ts'

const CONNECT_TIMEOUT_MS = 2000

/** Queues in Redis: one server (`redis://`, `rediss://`) or a cluster (`redis+cluster://host:port,host:port`). */
export function redisStore(url: string, log: Logger): QueueStore {
  const opened: (Redis | Cluster)[] = []
  // A worker waits for a lost server; a producer fails at once and is tried again by the relay.
  const connect = (use: 'queue' | 'worker' | 'probe') => {
    const waits = use === 'worker'
    const client = openClient(url, { maxRetriesPerRequest: waits ? null : 1, enableOfflineQueue: waits })
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
      await refuseEviction(probe)
    },
    close: async () => {
      for (const client of opened) client.disconnect()
    }
  }
  return bullmqStore(backend, log)
}

/** A Redis that evicts loses jobs without a word: acknowledged, counted, and gone. */
async function refuseEviction(client: Redis | Cluster) {
  if (client.status !== 'ready') await ready(client)
  const memory = await client.info('memory')
  const policy = /maxmemory_policy:(\S+)/.exec(memory)?.[1]
  if (policy && policy !== 'noeviction') {
    throw new Error(`Redis evicts (maxmemory-policy ${policy}) and would lose jobs: set maxmemory-policy noeviction`)
  }
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

type ClientOptions = { maxRetriesPerRequest: number | null; enableOfflineQueue: boolean }

function openClient(url: string, options: ClientOptions): Redis | Cluster {
  const timing = { connectTimeout: CONNECT_TIMEOUT_MS, retryStrategy: (times: number) => Math.min(times * 100, 2000) }
  if (!url.startsWith('redis+cluster://')) return new Redis(url, { ...timing, ...options })
  const nodes = url
    .slice('redis+cluster://'.length)
    .split(',')
    .map((node) => `redis://${node}`)
  return new Cluster(nodes, { enableOfflineQueue: options.enableOfflineQueue, redisOptions: { ...timing, ...options } })
}
