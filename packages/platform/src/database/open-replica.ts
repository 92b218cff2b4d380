import { MikroORM } from '@mikro-orm/postgresql'
import type { Logger } from '../log.ts'
import type { Replica } from './follow-replica.ts'
import { followReplica } from './follow-replica.ts'
import type { Entities } from './open-database.ts'
import { databaseOptions } from './open-database.ts'

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
): Promise<Replica | undefined> {
  if (!url) return undefined
  const replica = await MikroORM.init(databaseOptions(url, schema, entities, log, 'replica'))
  return followReplica({ primary, replica, log })
}
