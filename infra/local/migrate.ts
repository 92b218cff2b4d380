import { answerHelp } from './help.ts'
import { migrateDatabase } from './migrate-database.ts'
import { describe, say } from './start/say.ts'

answerHelp(`npm run migrate: brings the database and the queue up to date. Safe to run twice, and at the same time.

  DATABASE_URL   the PostgreSQL database (required)
  QUEUE_URL      the queue: redis:// needs no migration   same as DATABASE_URL

npm start does this by itself for the embedded database.
`)

process.exit(await main(process.env))

async function main({ DATABASE_URL, QUEUE_URL }: NodeJS.ProcessEnv) {
  if (!DATABASE_URL?.trim()) {
    say('DATABASE_URL is not set: it names the database to migrate (postgres://user:password@host/database).')
    return 1
  }
  try {
    const applied = await migrateDatabase(DATABASE_URL, QUEUE_URL?.trim() || DATABASE_URL)
    for (const name of applied) say(`applied ${name}`)
    say(`the database is up to date (migrations applied now: ${applied.length}).`)
    return 0
  } catch (error) {
    say(`the migration failed: ${describe(error)}`)
    return 1
  }
}
