import { migrateSchema } from '@gatehouse/platform/database/migrate-schema'
import { openDatabase } from '@gatehouse/platform/database/open-database'
import { createLog } from '@gatehouse/platform/log'
import t from 'tap'
import { ENTITIES, SCHEMA } from '../src/entities.ts'
import { migrate } from '../src/migrate.ts'
import { Ledger } from '../src/migrations/001-ledger.ts'
import { Inbox } from '../src/migrations/002-inbox.ts'
import { Receipts } from '../src/migrations/003-receipts.ts'
import { createDatabase } from './helpers/database.ts'
import { until } from './helpers/until.ts'

const BEFORE = { '001-ledger': Ledger, '002-inbox': Inbox, '003-receipts': Receipts }

t.test(
  'a version that runs on while the schema is migrated loses no move to it, nor the migration to a move',
  async (t) => {
    const url = await createDatabase(t, { empty: true })
    await migrateSchema(url, SCHEMA, ENTITIES, BEFORE)
    const orm = await openDatabase(url, SCHEMA, ENTITIES, createLog({ name: 'test', level: 'silent', pretty: false }))
    t.teardown(() => orm.close())
    await orm.em.fork().execute(`
    insert into notification.sms_messages (id, purpose, template, locale, country, state, status, expires_at)
    values (gen_random_uuid(), 'phone_verification', 'code', 'en', 'DE', 'accepted', 'sent', now())`)
    const waiting = async () => {
      const locks =
        'select 1 from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())'
      return ((await orm.em.fork().execute(locks)) as unknown[]).length > 0
    }

    // As a receipt does it: look with a lock, then move.
    let migrated: Promise<string[]> | undefined
    await orm.em.fork().transactional(async (em) => {
      await em.execute('select id from notification.sms_messages for update')
      migrated = migrate(url)
      migrated.catch(() => {})
      await until('the migration waits', waiting)
      await em.execute("update notification.sms_messages set state = 'delivered', status = 'delivered'")
    })
    t.same(await migrated, ['004-operator-actions', '005-history', '006-redrives', '007-traces', '008-heartbeats'])
  }
)
