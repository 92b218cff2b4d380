import { hash } from '@node-rs/argon2'
import t from 'tap'
import { HOUR, MINUTE } from '../fixtures/clock.ts'
import { holdingUser, waitingForLocks } from '../fixtures/locks.ts'
import { openMessages } from '../fixtures/messages.ts'
import type { Person } from '../fixtures/people.ts'
import { call, caller, login, newAddress, PASSWORD, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { reset, resetCode, verifiedUser } from '../fixtures/resets.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { claimsOf } from '../fixtures/tokens.ts'

const identity = await startIdentity(t)
const messages = openMessages(t, identity)
const NEW = 'a quite different one'
const WRONG = 'not the password'

const change = (person: Pick<Person, 'post'>, fields: object = {}) =>
  person.post('change-password', { current_password: PASSWORD, new_password: NEW, ...fields })
const signsIn = async ({ email }: Person, password: string) =>
  (await login(identity, email, password)).statusCode === 200
const history = async (person: Person) => {
  const rows = await identity.query<{ entry: string }>(
    `select concat_ws(' ', event, outcome, provider) as entry from identity.activity
     where user_id = ? and event not in ('registration', 'sign_in') order by at, id`,
    [person.id]
  )
  return rows.map(({ entry }) => entry)
}
const forgetPassword = (person: Person) =>
  identity.query('update identity.users set password_hash = null where id = ?', [person.id])

t.test('the current password sets a new one, however long ago the sign-in was', async (t) => {
  const person = await signedInUser(identity)
  identity.clock.advance(HOUR)
  const answer = await change(person)
  t.equal(answer.statusCode, 200)
  t.same(Object.keys(answer.json()), ['message'])
  t.notOk(await signsIn(person, PASSWORD))
  t.ok(await signsIn(person, NEW))
  t.same(await history(person), ['password_change success password'])
})

t.test('every other session ends, in every process, with the sign-ins that wait to be fetched', async (t) => {
  const beside = await startIdentity(t, { beside: identity })
  const person = await signedInUser(identity)
  const other = (await login(identity, person.email)).json()
  const there = () => call(beside, 'GET', 'profile', undefined, { token: other.token })
  t.equal((await there()).statusCode, 200)
  await identity.query(
    `insert into identity.exchange_codes (code_hash, user_id, provider, is_new_user, ip, expires_at)
     values ('\\x00', ?, 'google', false, '10.0.0.1', ?)`,
    [person.id, new Date(identity.clock.now().getTime() + MINUTE)]
  )
  t.equal((await change(person)).statusCode, 200)
  isRefused(t, await there(), 'session_revoked')
  isRefused(t, await call(identity, 'POST', 'refresh', { refresh_token: other.refresh_token }), 'session_revoked')
  t.equal((await person.get('profile')).statusCode, 200, 'this one goes on')
  t.equal((await call(identity, 'POST', 'refresh', { refresh_token: person.refreshToken })).statusCode, 200)
  t.same(await identity.query('select 1 from identity.exchange_codes where user_id = ?', [person.id]), [])
})

t.test('a code on its way that could set another password dies, and one for the phone does not', async (t) => {
  const person = await verifiedUser(identity, messages)
  const code = await resetCode(identity, messages, person)
  identity.clock.advance(5 * MINUTE)
  await person.post('reauthenticate', { password: PASSWORD })
  await person.post('send-phone-verification', { phone_number: '+4915199999999' })
  t.equal((await change(person)).statusCode, 200)
  isRefused(t, await reset(identity, { email: person.email, code, new_password: 'yet another one' }), 'invalid_code')
  const verified = await person.post('verify-phone', { code: await messages.codeOf(person) })
  t.equal(verified.statusCode, 200)
})

t.test('a wrong current password changes nothing, counts as a try and stands in the history', async (t) => {
  const person = await signedInUser(identity)
  const wrong = () => change(person, { current_password: WRONG })
  for (let n = 0; n < 5; n++) isRefused(t, await wrong(), 'invalid_credentials')
  isRefused(t, await change(person), 'rate_limited', 'the right one too')
  t.ok(await signsIn(person, PASSWORD))
  t.same(await history(person), Array(5).fill('password_change failure password'))
})

t.test('all that is wrong is told at once', async (t) => {
  const person = await signedInUser(identity)
  const refused = async (body: object) => isRefused(t, await person.post('change-password', body), 'validation_failed')
  t.same(await refused({ new_password: NEW }), { current_password: ['is required'] })
  t.same(await refused({}), { new_password: ['is required'] })
  t.same(await refused({ current_password: '', new_password: 'short', other: 1 }), {
    current_password: ['must be text of 1 to 128 characters'],
    new_password: ['must be text of 8 to 128 characters that is not a common password'],
    other: ['is not a known field']
  })
  const fullWidth = person.email.toUpperCase().replace('P', 'Ｐ')
  for (const new_password of [person.email, fullWidth]) {
    t.same(await refused({ new_password }), {
      current_password: ['is required'],
      new_password: ['must not be the e-mail address']
    })
  }
  t.same(await history(person), [], 'none of which is a try')
})

t.test('an account without a password asks for a recent sign-in instead', async (t) => {
  const person = await signedInUser(identity)
  await forgetPassword(person)
  const details = isRefused(t, await change(person), 'validation_failed')
  t.same(details, { current_password: ['the account has none yet'] })
  identity.clock.advance(5 * MINUTE + 1)
  isRefused(t, await person.post('change-password', { new_password: NEW }), 'reauthentication_required')
  const fresh = await signedInUser(identity)
  await forgetPassword(fresh)
  t.equal((await fresh.post('change-password', { new_password: NEW })).statusCode, 200)
  t.ok(await signsIn(fresh, NEW))
  isRefused(t, await fresh.post('change-password', { new_password: NEW }), 'validation_failed', 'and only once')
})

t.test('of changes at once one wins, and its password is the one', async (t) => {
  const person = await signedInUser(identity)
  const beside = await startIdentity(t, { beside: identity })
  const there = caller(beside, person.token, person.remoteAddress)
  const passwords = Array.from({ length: 8 }, (_, n) => `${NEW} ${n}`)
  const answers = await Promise.all(
    passwords.map((new_password, n) => change(n % 2 ? person : there, { new_password }))
  )
  const won = passwords.filter((_, n) => answers[n]?.statusCode === 200)
  t.equal(won.length, 1)
  for (const answer of answers.filter(({ statusCode }) => statusCode !== 200)) {
    isRefused(t, answer, answer.json().code === 'rate_limited' ? 'rate_limited' : 'invalid_credentials')
  }
  t.ok(await signsIn(person, `${won[0]}`))
  t.same(
    (await history(person)).filter((entry) => entry.includes('success')),
    ['password_change success password']
  )
})

t.test('of two devices that change it at once, one goes on and the other is signed out', async (t) => {
  const person = await signedInUser(identity)
  const other = caller(identity, (await login(identity, person.email)).json().token, newAddress())
  const answers = await Promise.all([change(person), change(other, { new_password: `${NEW}!` })])
  t.equal(answers.filter(({ statusCode }) => statusCode === 200).length, 1)
  const alive = await Promise.all([person.get('profile'), other.get('profile')])
  t.same(
    alive.map(({ statusCode }) => statusCode === 200),
    answers.map(({ statusCode }) => statusCode === 200)
  )
})

t.test('no sign-in with the old password outlives the change', async (t) => {
  const person = await signedInUser(identity)
  const logins = Array.from({ length: 6 }, () => login(identity, person.email))
  const [changed, ...answers] = await Promise.all([change(person), ...logins])
  t.equal(changed.statusCode, 200)
  for (const answer of answers.filter(({ statusCode }) => statusCode === 200)) {
    const profile = await call(identity, 'GET', 'profile', undefined, { token: answer.json().token })
    isRefused(t, profile, 'session_revoked', 'opened before')
  }
  t.equal((await person.get('profile')).statusCode, 200)
})

t.test('a hash that a sign-in renews meanwhile is the same password still', async (t) => {
  const person = await signedInUser(identity)
  const old = await hash(PASSWORD, { memoryCost: 8192, timeCost: 1, parallelism: 1 })
  await identity.query('update identity.users set password_hash = ? where id = ?', [old, person.id])
  const logins = await Promise.all(Array.from({ length: 6 }, () => login(identity, person.email)))
  t.same(
    logins.map(({ statusCode }) => statusCode),
    Array(6).fill(200)
  )
})

t.test('a session that is ended while its new password is made changes nothing', async (t) => {
  const person = await signedInUser(identity)
  const other = caller(identity, (await login(identity, person.email)).json().token, person.remoteAddress)
  const answers: ReturnType<Person['post']>[] = []
  await holdingUser(identity, person.id, async () => {
    answers.push(other.delete(`/api/auth/sessions/${claimsOf(person.token).sid}`))
    await waitingForLocks(identity, 1)
    answers.push(change(person))
    await waitingForLocks(identity, 2)
  })
  const [ended, late] = await Promise.all(answers)
  t.equal(ended?.statusCode, 200)
  t.equal(late?.json().code, 'session_revoked')
  t.ok(await signsIn(person, PASSWORD))
  t.equal((await other.get('profile')).statusCode, 200)
})

t.test('whatever ends and proves sessions at once, none waits for the other', async (t) => {
  const person = await signedInUser(identity)
  const spent = person.refreshToken
  await call(identity, 'POST', 'refresh', { refresh_token: spent })
  identity.clock.advance(MINUTE)
  const devices = await Promise.all(
    Array.from({ length: 6 }, async () =>
      caller(identity, (await login(identity, person.email)).json().token, newAddress())
    )
  )
  const answers = await Promise.all(
    devices.flatMap((device) => [
      device.post('reauthenticate', { password: PASSWORD }),
      change(device),
      device.post('logout', { scope: 'others' }),
      call(identity, 'POST', 'refresh', { refresh_token: spent }),
      login(identity, person.email)
    ])
  )
  t.same(
    answers.filter(({ statusCode }) => statusCode >= 500).map(({ body }) => body),
    []
  )
})
