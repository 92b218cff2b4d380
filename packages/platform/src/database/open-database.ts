import type { AnyEntity, EntityClass, EntitySchema } from '@mikro-orm/core'
import type { Options } from '@mikro-orm/postgresql'
import { MikroORM } from '@mikro-orm/postgresql'
import type { Pool } from 'pg'
import type { Logger } from '../log.ts'
import type { PoolName } from '../metrics/pools.ts'
import { watchPool } from '../metrics/pools.ts'
import { within } from '../within.ts'
import { socketUntilSilent } from './silent-socket.ts'

const STATEMENT_TIMEOUT_MS = 5000
// Also the wait for a connection of the pool: a burst of a hundred requests is to be answered late rather than refused.
const CONNECT_TIMEOUT_MS = 5000
// What is read from a replica has the primary to go to, and five seconds for both.
const REPLICA_TIMEOUT_MS = 3000
const UNHEARD_MS = { database: 3000, replica: 1000 }
const POOL_SIZE = 10
// Below the time after which a silent connection is taken for dead.
const IDLE_MS = 3000
const CLOSE_TIMEOUT_MS = 1000

export type Entities = (EntitySchema | EntityClass<AnyEntity>)[]

/** Where and what: a service owns one schema and reads no other. */
export function databaseOptions(
  url: string,
  schema: string,
  entities: Entities,
  log?: Logger,
  name: Exclude<PoolName, 'queue'> = 'database'
): Options {
  const statementTimeout = name === 'replica' ? REPLICA_TIMEOUT_MS : STATEMENT_TIMEOUT_MS
  return {
    clientUrl: url,
    schema,
    entities,
    pool: { min: 0, max: POOL_SIZE, idleTimeoutMillis: IDLE_MS },
    forceUtcTimezone: true,
    logger: (message) => log?.warn({ part: name }, message),
    driverOptions: {
      application_name: name === 'replica' ? `gatehouse-${schema}-pages` : `gatehouse-${schema}`,
      onPoolCreated: (pool: Pool) => watchPool(name, pool),
      statement_timeout: statementTimeout,
      idle_in_transaction_session_timeout: statementTimeout,
      connectionTimeoutMillis: name === 'replica' ? REPLICA_TIMEOUT_MS : CONNECT_TIMEOUT_MS,
      // The server's own limit ends a long statement; this one a server that is gone without a word.
      stream: socketUntilSilent(statementTimeout + UNHEARD_MS[name])
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
