import type { EntityManager } from '@mikro-orm/postgresql'
import { MikroORM } from '@mikro-orm/postgresql'
import type { Logger } from '../log.ts'
import { followReplica } from './follow-replica.ts'
import { openHeartbeat } from './heartbeat.ts'
import type { Entities } from './open-database.ts'
import { closeDatabase, databaseOptions } from './open-database.ts'

export type Replica = NonNullable<Awaited<ReturnType<typeof openReplica>>>

/**
 * A second handle, beside the one of the primary and never in its place: nothing is read from a replica by a default.
 * Does not connect yet. Undefined without a URL.
 */
export async function openReplica(
  url: string | undefined,
  primary: MikroORM,
  schema: string,
  entities: Entities,
  log: Logger
) {
  if (!url) return undefined
  const orm = await MikroORM.init(databaseOptions(url, schema, entities, log, 'replica'))
  const heartbeat = openHeartbeat({ primary, replicaUrl: url, schema })
  const { behindMs, lateMs, unlessLost, stop } = followReplica({ heartbeat, log, now: () => performance.now() })
  return {
    behindMs,
    lateMs,
    /** @throws ReplicaLost as soon as it does not answer */
    read: <T>(work: (em: EntityManager) => Promise<T>) => unlessLost(work(orm.em.fork())),
    /** Follows it no longer. It can still be read. */
    stop,
    close: () => Promise.all([heartbeat.end(), closeDatabase(orm)])
  }
}
