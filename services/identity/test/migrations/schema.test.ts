import t from 'tap'
import { migrate } from '../../src/migrate.ts'
import { OLD_SERVER_URL, SERVER_URL } from '../fixtures/database.ts'
import { startIdentity } from '../fixtures/start-identity.ts'

// What the differ cannot see, so that it is listed here: indexes over a part of the rows.
const PARTIAL_INDEXES = [
  'hand_offs_handed_over_index',
  'hand_offs_waiting_index',
  'phone_verifications_open_unique',
  'sessions_revoked_at_index',
  'signing_keys_current_unique',
  'signing_keys_next_unique',
  'sms_messages_queued_index',
  'users_phone_number_index',
  'users_verified_phone_unique'
]

// Of two columns, which the entity does not name.
const UNSEEN = [...PARTIAL_INDEXES, 'phone_verifications_user_id_phone_number_index']

for (const server of [SERVER_URL, OLD_SERVER_URL].filter((url) => url !== undefined)) {
  t.test('the migrations make what the entities describe', async (t) => {
    const identity = await startIdentity(t, { server, relay: false })
    const difference = (await identity.orm.schema.getUpdateSchemaSQL({ safe: false, wrap: false })).split('\n')
    const known = (line: string) => /"bullmq"|"migrations"/.test(line) || UNSEEN.some((name) => line.includes(name))
    t.same(
      difference.filter((line) => line.trim() && !known(line)),
      []
    )
    const partial = await identity.query<{ name: string }>(
      `select indexname as name from pg_indexes where schemaname = 'identity' and indexdef like '% WHERE %' order by 1`
    )
    t.same(
      partial.map(({ name }) => name),
      PARTIAL_INDEXES
    )
  })

  t.test('migrating twice changes nothing', async (t) => {
    const identity = await startIdentity(t, { server, relay: false })
    t.same(await migrate(identity.database.url), [])
  })
}
