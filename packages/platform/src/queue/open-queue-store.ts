import type { Logger } from '../log.ts'
import { postgresStore } from './postgres-store.ts'
import type { QueueStore } from './queue-store.ts'
import { redisStore } from './redis-store.ts'

/** The scheme of the URL chooses where the queues live. */
export const openQueueStore = (url: string, log: Logger): QueueStore =>
  isPostgres(url) ? postgresStore(url, log) : redisStore(url, log)

export const isPostgres = (url: string) => /^postgres(ql)?:\/\//.test(url)
