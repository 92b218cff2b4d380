import type { Stack } from '../test/fixtures/start-stack.ts'

const A_BATCH = 100_000
const DAYS = 31

// Ids in the order of time, as the services make them.
const id = (at: string, salt: string) =>
  `(lpad(to_hex((extract(epoch from ${at}) * 1000)::bigint), 12, '0') || '7' || substr(md5(${salt}), 1, 3) || '8' || substr(md5(${salt}), 4, 15))::uuid`

/**
 * As many people as said, each with an account that has a proven phone, a session, two lines of sign-in history and one
 * delivered message of the last month, written past the API. What the ledger's triggers count is not counted of these.
 */
export async function fill({ query }: Pick<Stack, 'query'>, people: number, report: (done: number) => void) {
  for (let first = 1; first <= people; first += A_BATCH) {
    const last = Math.min(people, first + A_BATCH - 1)
    await query(`set session_replication_role = replica; ${statements(first, last, people)}`)
    report(last)
  }
  await query('set session_replication_role = default')
  await query('vacuum analyze')
}

const statements = (first: number, last: number, people: number) => {
  const at = `(now() - interval '${DAYS} days' * (1 - n::float8 / ${people}))`
  const from = `from generate_series(${first}, ${last}) n`
  const user = id(at, "'u' || n")
  const activity = (salt: string) => `
    insert into identity.activity (id, user_id, event, outcome, provider, ip, at)
    select ${id(at, `'${salt}' || n`)}, ${user}, 'login', 'success', 'password', '192.0.2.1', ${at} ${from}`
  return [
    `insert into identity.users (id, email, email_verified, password_hash, phone_number, phone_verified, created_at)
     select ${user}, 'person-' || n || '@example.org', true, repeat('x', 96), '+1999' || lpad(n::text, 9, '0'), true, ${at} ${from}`,
    `insert into identity.sessions
       (id, user_id, provider, ip, refresh_hash, refreshed_at, authenticated_at, created_at, last_used_at, expires_at)
     select ${id(at, "'s' || n")}, ${user}, 'password', '192.0.2.1', sha256(n::text::bytea), ${at}, ${at}, ${at}, ${at}, now() + interval '30 days' ${from}`,
    activity('a'),
    activity('b'),
    `insert into notification.sms_messages (id, purpose, template, locale, country, number_ending, state, status, reported_status,
       attempt, provider, provider_message_id, expires_at, accepted_at, delivered_at, verified_at, created_at)
     select ${id(at, "'m' || n")}, 'verification', 'code', 'en', 'US', '123', 'delivered', 'delivered', 'delivered',
       1, 'twilio', 'SM' || md5(n::text), ${at} + interval '10 minutes', ${at}, ${at}, ${at}, ${at} ${from}`
  ].join(';')
}
