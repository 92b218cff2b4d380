import t from 'tap'
import { forgetActivity } from '../../src/activity/forget-activity.ts'
import { DAY, SECOND } from '../fixtures/clock.ts'
import { holdingUser, waitingForLocks } from '../fixtures/locks.ts'
import { call, login, newEmail, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'

const identity = await startIdentity(t, { env: { RATE_LIMITS: 'off' }, relay: false })
const entries = (table: string) => identity.query(`select * from identity.${table}`)

t.test('every sign-in is recorded with time, address, user agent, provider and outcome, newest first', async (t) => {
  const person = await signedInUser(identity)
  identity.clock.advance(SECOND)
  const elsewhere = { remoteAddress: '2001:db8::7', headers: { 'user-agent': 'Phone/2' } }
  t.equal((await login(identity, person.email, 'not the password', elsewhere)).statusCode, 401)
  identity.clock.advance(SECOND)
  t.equal((await login(identity, person.email, undefined, elsewhere)).statusCode, 200)
  const { activity } = (await person.get('activity')).json()
  const phone = { provider: 'password', ip: '2001:db8::7', user_agent: 'Phone/2' }
  t.match(activity, [
    { event: 'sign_in', outcome: 'success', at: identity.clock.now().toISOString(), ...phone },
    { event: 'sign_in', outcome: 'failure', ...phone },
    { event: 'registration', outcome: 'success', provider: 'password', ip: person.remoteAddress }
  ])
  t.equal(activity.length, 3)
})

t.test('a failure with an address that has no account leaves no trace', async (t) => {
  const before = await entries('activity')
  isRefused(t, await login(identity, newEmail()), 'invalid_credentials')
  t.same(await entries('activity'), before)
})

t.test('a failure while the account is being erased is answered as ever, and leaves no trace', async (t) => {
  const person = await signedInUser(identity)
  const answers: ReturnType<typeof login>[] = []
  await holdingUser(identity, person.id, async () => {
    answers.push(person.delete('account'))
    await waitingForLocks(identity, 1)
    answers.push(login(identity, person.email, 'not the password'))
    await waitingForLocks(identity, 2)
  })
  t.same(
    (await Promise.all(answers)).map(({ statusCode }) => statusCode),
    [200, 401]
  )
  t.same(await identity.query('select 1 from identity.activity where user_id = ?', [person.id]), [])
})

t.test('nobody sees another’s history, and without a token nobody sees any', async (t) => {
  const [one, other] = [await signedInUser(identity), await signedInUser(identity)]
  t.equal((await one.get('activity')).json().activity.length, 1)
  t.equal((await other.get('activity')).json().activity.length, 1)
  isRefused(t, await call(identity, 'GET', 'activity'), 'token_invalid')
})

t.test('a long history is shown by its newest hundred entries', async (t) => {
  const person = await signedInUser(identity)
  await identity.query(
    `insert into identity.activity (id, user_id, event, outcome, provider, ip, at)
     select gen_random_uuid(), ?, 'sign_in', 'success', 'google', '10.9.9.9', ?::timestamptz + n * interval '1 s'
     from generate_series(1, 150) n`,
    [person.id, identity.clock.now()]
  )
  const { activity } = (await person.get('activity')).json()
  t.equal(activity.length, 100)
  t.equal(new Date(activity[0].at).getTime(), identity.clock.now().getTime() + 150 * SECOND)
})

t.test('history is kept for ninety days', async (t) => {
  const person = await signedInUser(identity)
  const kept = async () => (await entries('activity')).length
  const before = await kept()
  await forgetActivity(identity.deps, identity.orm.em.fork())
  t.equal(await kept(), before)
  identity.clock.advance(90 * DAY + SECOND)
  const signedInLater = await login(identity, person.email)
  await forgetActivity(identity.deps, identity.orm.em.fork())
  const { activity } = (
    await call(identity, 'GET', 'activity', undefined, { token: signedInLater.json().token })
  ).json()
  t.match(activity, [{ event: 'sign_in' }])
  t.equal(activity.length, 1)
})
