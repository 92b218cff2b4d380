import { answerHelp } from '@gatehouse/platform/command/answer-help'
import { describe, say } from '@gatehouse/platform/command/say'
import { ConfigurationFault } from '@gatehouse/platform/config/configuration-fault'
import { readSettings } from '@gatehouse/platform/config/read-settings'
import { SERVICE_SETTINGS } from '@gatehouse/platform/config/service-settings'
import { migrateDatabase } from './migrate-database.ts'

answerHelp(`npm run migrate: brings the database and the queue up to date. Safe to run twice, and at the same time.

  DATABASE_URL   the PostgreSQL database (required)
  QUEUE_URL      the queue: redis:// needs no migration   same as DATABASE_URL

npm start does this by itself for the embedded database.
`)

const { DATABASE_URL, QUEUE_URL } = SERVICE_SETTINGS
const SETTINGS = { DATABASE_URL, QUEUE_URL }

process.exit(await main(process.env))

async function main(environment: NodeJS.ProcessEnv) {
  try {
    const { DATABASE_URL, QUEUE_URL } = readSettings(environment, SETTINGS)
    const applied = await migrateDatabase(DATABASE_URL, QUEUE_URL ?? DATABASE_URL)
    for (const name of applied) say(`applied ${name}`)
    say(`the database is up to date (migrations applied now: ${applied.length}).`)
    return 0
  } catch (error) {
    say(error instanceof ConfigurationFault ? error.message : `the migration failed: ${describe(error)}`)
    return 1
  }
}
