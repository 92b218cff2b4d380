import { runMigrations } from 'bullmq'
import pg from 'pg'
import { isPostgres } from './open-queue-store.ts'
import { SCHEMA } from './policy.ts'

/** Brings BullMQ's own tables up to date. Redis needs none. */
export async function migrateQueue(url: string): Promise<void> {
  if (!isPostgres(url)) return
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await runMigrations(client, SCHEMA)
  } finally {
    await client.end()
  }
}
