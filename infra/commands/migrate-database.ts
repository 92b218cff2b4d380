import { migrateQueue } from '@gatehouse/platform/queue/migrate-queue'
import pg from 'pg'
import { migrate as migrateIdentity } from '../../services/identity/src/migrate.ts'
import { migrate as migrateNotification } from '../../services/notification/src/migrate.ts'

// Any number, as long as every Gatehouse takes the same one.
const MIGRATION_LOCK = 4_718_331_904

/**
 * Brings all three schemas up to date and answers the names of the migrations that ran. Two at the same time, on one
 * machine or two: the second waits, then finds nothing to do.
 */
export async function migrateDatabase(databaseUrl: string, queueUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    const identity = await migrateIdentity(databaseUrl)
    const notification = await migrateNotification(databaseUrl)
    await migrateQueue(queueUrl)
    return [...identity, ...notification]
  } finally {
    // The lock ends with the connection, also when this process dies.
    await client.end()
  }
}
