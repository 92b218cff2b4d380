import { openDatabase } from '@gatehouse/platform/database/open-database'
import { createLog } from '@gatehouse/platform/log'
import t from 'tap'
import { ENTITIES, SCHEMA } from '../src/entities.ts'
import { migrate } from '../src/migrate.ts'
import { createDatabase, environment } from './helpers/database.ts'

const SERVERS = { 'PostgreSQL 18': 'TEST_DATABASE_URL', 'PostgreSQL 15': 'TEST_DATABASE_URL_15' }
// No entities: one is the migrator's own, one belongs to whoever follows a replica.
const NO_ENTITIES = ['heartbeats', 'migrations'].map((name) => `drop table if exists "notification"."${name}" cascade;`)

for (const [name, variable] of Object.entries(SERVERS)) {
  const server = environment[variable]
  const skip = server ? false : `${variable} IS NOT SET: ${name} IS NOT TESTED`
  t.test(`the migrations make what the entities say, on ${name}`, { skip }, async (t) => {
    const url = await createDatabase(t, { empty: true, server })
    t.same(await migrate(url), [
      '001-ledger',
      '002-inbox',
      '003-receipts',
      '004-operator-actions',
      '005-history',
      '006-redrives',
      '007-traces',
      '008-heartbeats'
    ])
    t.same(await migrate(url), [], 'a second time there is nothing to do')

    const log = createLog({ name: 'test', level: 'silent', pretty: false })
    const orm = await openDatabase(url, SCHEMA, ENTITIES, log)
    t.teardown(() => orm.close())
    const difference = await orm.schema.getUpdateSchemaSQL()
    t.same(
      difference.split('\n').filter((line) => line && !line.startsWith('set ')),
      NO_ENTITIES
    )
  })
}
