import { openDatabase } from '@gatehouse/platform/database/open-database'
import { createLog } from '@gatehouse/platform/log'
import type { Step } from '../delivery/trace-messages.ts'
import { traceMessages } from '../delivery/trace-messages.ts'
import { ENTITIES, SCHEMA } from '../entities.ts'

/** This service's part of what `npm run admin -- explain-send` tells, read from its own tables. */
export async function traceDelivery(databaseUrl: string, messageIds: string[]): Promise<Step[]> {
  const log = createLog({ name: 'admin', level: 'silent', pretty: false })
  const orm = await openDatabase(databaseUrl, SCHEMA, ENTITIES, log)
  try {
    return await traceMessages(orm.em.fork(), messageIds)
  } finally {
    await orm.close()
  }
}
