import { createPostgresBackend, withBackend } from 'bullmq'
import pg from 'pg'
import type { Logger } from '../log.ts'
import { watchPool } from '../metrics/pools.ts'
import type { Line, Waiting } from './backend.ts'
import { bullmqStore } from './bullmq-store.ts'
import { SCHEMA } from './policy.ts'
import type { QueueStore } from './queue-store.ts'

const POOL_SIZE = 10
const CONNECT_TIMEOUT_MS = 2000
// For a server that is gone without a word.
const QUERY_TIMEOUT_MS = 8000

// BullMQ (6.7) lists waiting jobs of PostgreSQL with the newest first, whichever order it is asked for.
const FIRST_IN_LINE = `select id, added_at_ms::float8 as timestamp from job
  where queue = $1 and state = 'waiting' order by priority, seq limit 1`

/** Queues in PostgreSQL, in a schema of their own. */
export function postgresStore(url: string, log: Logger): QueueStore {
  const pool = new pg.Pool({
    connectionString: url,
    options: `-c search_path=${SCHEMA}`,
    application_name: 'gatehouse-queue',
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000
  })
  watchPool('queue', pool)
  pool.on('error', (error) => log.warn({ reason: error.message }, 'queue store'))
  // A connection that is lost while it is checked out says so itself; unheard, that would end the process.
  pool.on('connect', (client) => {
    client.on('error', (error) => log.debug({ reason: error.message }, 'queue store'))
  })
  const classes = withBackend(createPostgresBackend)
  const backend = {
    classes,
    connect: () => pool,
    probe: async () => void (await pool.query('select 1')),
    oldestWaiting: async ({ name }: Line) => (await pool.query<Waiting>(FIRST_IN_LINE, [name])).rows[0],
    close: () => pool.end()
  }
  return bullmqStore(backend, log)
}
