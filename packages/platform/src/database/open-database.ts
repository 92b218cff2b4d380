import type { AnyEntity, EntityClass, EntitySchema } from '@mikro-orm/core'
import type { Options } from '@mikro-orm/postgresql'
import { MikroORM } from '@mikro-orm/postgresql'
import type { Pool } from 'pg'
import type { Logger } from '../log.ts'
import type { PoolName } from '../metrics/pools.ts'
import { watchPool } from '../metrics/pools.ts'
import { within } from '../within.ts'

const STATEMENT_TIMEOUT_MS = 5000
// Also the wait for a connection of the pool: a burst of a hundred requests is to be answered late rather than refused.
const CONNECT_TIMEOUT_MS = 5000
const POOL_SIZE = 10
const CLOSE_TIMEOUT_MS = 1000

export type Entities = (EntitySchema | EntityClass<AnyEntity>)[]

/** Where and what: a service owns one schema and reads no other. */
export function databaseOptions(
  url: string,
  schema: string,
  entities: Entities,
  log?: Logger,
  name: PoolName = 'database'
): Options {
  return {
    clientUrl: url,
    schema,
    entities,
    pool: { min: 0, max: POOL_SIZE },
    forceUtcTimezone: true,
    logger: (message) => log?.warn({ part: name }, message),
    driverOptions: {
      application_name: name === 'replica' ? `gatehouse-${schema}-pages` : `gatehouse-${schema}`,
      onPoolCreated: (pool: Pool) => watchPool(name, pool),
      statement_timeout: STATEMENT_TIMEOUT_MS,
      idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      // The server's own limit ends a long statement; this one a server that is gone without a word.
      query_timeout: STATEMENT_TIMEOUT_MS + 3000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000
    }
  }
}

/** Does not connect yet: a database that is down when the service starts is used as soon as it is back. */
export const openDatabase = (url: string, schema: string, entities: Entities, log: Logger) =>
  MikroORM.init(databaseOptions(url, schema, entities, log))

/**
 * Closes the connections, when all that was in hand is committed. A connection that somebody took at the very end, or that
 * the server has left without a word, would be waited for for ever: the end of the process closes it as well.
 */
export const closeDatabase = (orm: Pick<MikroORM, 'close'>) =>
  within(CLOSE_TIMEOUT_MS, 'closing the database', orm.close()).catch(() => {})
