import t from 'tap'
import { forgetActions } from '../src/administration/forget-actions.ts'
import { forgetVerifications } from '../src/phone-verification/forget-verifications.ts'
import { RETENTION_DAYS } from '../src/retention.ts'
import { forgetSessions } from '../src/sessions/forget-sessions.ts'
import { runAdminOf } from './administration/run-admin.ts'
import { DAY, SECOND } from './fixtures/clock.ts'
import { call, login, newNumber, signedInUser } from './fixtures/people.ts'
import { isRefused } from './fixtures/replies.ts'
import { startIdentity } from './fixtures/start-identity.ts'

const { deps, orm, clock, query, ...rest } = await startIdentity(t, { env: { RATE_LIMITS: 'off' }, relay: false })
const identity = { deps, orm, clock, query, ...rest }
const fork = () => orm.em.fork()
const refresh = (refresh_token: string) => call(identity, 'POST', 'refresh', { refresh_token })
const sessionsOf = (id: string) => query('select 1 from identity.sessions where user_id = ?', [id])

t.test('a session that was ended is kept for thirty days, and its tokens are refused before and after', async (t) => {
  const person = await signedInUser(identity)
  t.equal((await person.post('logout')).statusCode, 200)
  clock.advance(30 * DAY)
  await forgetSessions(deps, fork())
  t.equal((await sessionsOf(person.id)).length, 1)
  clock.advance(SECOND)
  await Promise.all([forgetSessions(deps, fork()), forgetSessions(deps, fork())])
  t.same(await sessionsOf(person.id), [])
  isRefused(t, await refresh(person.refreshToken), 'session_revoked')
})

t.test('one that nobody used any more is forgotten thirty days after its idle lifetime', async (t) => {
  const person = await signedInUser(identity)
  clock.advance(60 * DAY)
  await forgetSessions(deps, fork())
  t.equal((await sessionsOf(person.id)).length, 1)
  isRefused(t, await refresh(person.refreshToken), 'token_expired')
  clock.advance(SECOND)
  await forgetSessions(deps, fork())
  t.same(await sessionsOf(person.id), [])
})

t.test('while a session lives a copied token ends it, however old it is', async (t) => {
  const person = await signedInUser(identity)
  let token = person.refreshToken
  for (let month = 0; month < 3; month++) {
    clock.advance(29 * DAY)
    token = (await refresh(token)).json().refresh_token
    await forgetSessions(deps, fork())
    t.equal((await sessionsOf(person.id)).length, 1)
  }
  isRefused(t, await refresh(person.refreshToken), 'refresh_token_reused')
  isRefused(t, await refresh(token), 'session_revoked')
})

t.test('codes and their messages go together, and the verified number stays', async (t) => {
  const person = await signedInUser(identity)
  await person.post('send-phone-verification', { phone_number: newNumber() })
  t.equal((await person.post('send-phone-verification', { phone_number: '+1234567890' })).statusCode, 200)
  t.equal((await person.post('verify-phone', { code: '123456' })).statusCode, 200)
  const kept = () => query('select 1 from identity.sms_messages')
  clock.advance(600 * SECOND + RETENTION_DAYS.verifications * DAY)
  await forgetVerifications(deps, fork())
  t.equal((await kept()).length, 2)
  const { token } = (await login(identity, person.email)).json()
  const { phone_verifications } = (await call(identity, 'GET', 'account/export', undefined, { token })).json()
  t.equal(phone_verifications.length, 2, 'an export shows them until then')
  clock.advance(SECOND)
  await forgetVerifications(deps, fork())
  t.same(await kept(), [])
  t.same(await query('select 1 from identity.phone_verifications'), [])
  const { user } = (await call(identity, 'GET', 'profile', undefined, { token })).json()
  t.match(user, { phone_number: '+1234567890', phone_verified: true })
  const current = await call(identity, 'GET', 'phone-verification', undefined, { token })
  t.same(current.json(), { verification: null })
  t.equal((await call(identity, 'POST', 'send-phone-verification', {}, { token })).statusCode, 200)
})

t.test('what operators did is kept for a year', async (t) => {
  const person = await signedInUser(identity)
  await runAdminOf(identity, 'find-user', person.id)
  const later = (days: number) => ({ now: () => new Date(Date.now() + days * DAY) })
  await forgetActions(later(364), fork())
  t.equal((await query('select 1 from identity.operator_actions')).length, 1)
  await forgetActions(later(366), fork())
  t.same(await query('select 1 from identity.operator_actions'), [])
})

t.test('a round has an end, and two at once remove nothing twice', async (t) => {
  await query(`insert into identity.operator_actions (id, at, who, action, details)
    select gen_random_uuid(), '2000-01-01', 'Ada', 'find-user', '{}' from generate_series(1, 60000)`)
  const left = async () => (await query('select 1 from identity.operator_actions')).length
  await forgetActions(deps, fork())
  t.equal(await left(), 35_000)
  await Promise.all([1, 2].map(() => forgetActions(deps, fork())))
  t.equal(await left(), 0)
})

t.test('each sweep finds what is old by an index', async (t) => {
  const conditions = [
    ['sessions', 'revoked_at'],
    ['sessions', 'expires_at'],
    ['sessions', 'refreshed_at'],
    ['phone_verifications', 'expires_at'],
    ['operator_actions', 'at'],
    ['activity', 'at'],
    ['password_reset_links', 'expires_at']
  ]
  for (const [table, column] of conditions) {
    const plan = await fork().transactional(async (em) => {
      await em.execute('set local enable_seqscan = off')
      return em.execute(`explain select ctid from identity.${table} where ${column} < now() limit 5000`)
    })
    t.match(JSON.stringify(plan), `${table}_${column}_index`)
  }
})
