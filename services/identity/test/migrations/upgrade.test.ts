import { migrateSchema } from '@gatehouse/platform/database/migrate-schema'
import { openDatabase } from '@gatehouse/platform/database/open-database'
import { createLog } from '@gatehouse/platform/log'
import t from 'tap'
import { ENTITIES, SCHEMA } from '../../src/entities.ts'
import { migrate } from '../../src/migrate.ts'
import { CreateAccounts } from '../../src/migrations/2026-11-22-create-accounts.ts'
import { LinkIdentities } from '../../src/migrations/2026-11-22-link-identities.ts'
import { RecordActivity } from '../../src/migrations/2026-11-22-record-activity.ts'
import { RequestPasswordResets } from '../../src/migrations/2026-11-22-request-password-resets.ts'
import { RotateSigningKeys } from '../../src/migrations/2026-11-22-rotate-signing-keys.ts'
import { SeekHandOffs } from '../../src/migrations/2026-11-22-seek-hand-offs.ts'
import { createDatabase } from '../fixtures/database.ts'
import { until } from '../fixtures/until.ts'

const BEFORE = {
  '2026-11-22-create-accounts': CreateAccounts,
  '2026-11-22-link-identities': LinkIdentities,
  '2026-11-22-record-activity': RecordActivity,
  '2026-11-22-request-password-resets': RequestPasswordResets,
  '2026-11-22-rotate-signing-keys': RotateSigningKeys,
  '2026-11-22-seek-hand-offs': SeekHandOffs
}

t.test(
  'a version that runs on while the schema is migrated loses no change to it, nor the migration to a change',
  async (t) => {
    const { url, drop } = await createDatabase()
    t.teardown(drop)
    const orm = await openDatabase(url, SCHEMA, ENTITIES, createLog({ name: 'test', level: 'silent', pretty: false }))
    t.teardown(() => orm.close())
    await orm.em.fork().execute('drop schema identity cascade')
    await migrateSchema(url, SCHEMA, ENTITIES, BEFORE)
    await orm.em.fork().execute(`
    insert into identity.users (id, email, created_at) values (gen_random_uuid(), 'ada@example.com', now())`)
    const waiting = async () => {
      const locks = `select 1 from pg_locks
      where not granted and database = (select oid from pg_database where datname = current_database())`
      return ((await orm.em.fork().execute(locks)) as unknown[]).length > 0
    }

    // As every change of an account does it: look with a lock, then change.
    let migrated: Promise<string[]> | undefined
    await orm.em.fork().transactional(async (em) => {
      await em.execute('select id from identity.users for update')
      migrated = migrate(url)
      migrated.catch(() => {})
      await until('the migration to wait', waiting)
      await em.execute("update identity.users set city = 'Bonn'")
    })
    t.ok((await migrated)?.includes('2026-11-22-suspend-accounts'))
  }
)
