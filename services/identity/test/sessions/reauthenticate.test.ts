import type { Test } from 'tap'
import t from 'tap'
import { MINUTE } from '../fixtures/clock.ts'
import { holdingUser, waitingForLocks } from '../fixtures/locks.ts'
import { openMessages } from '../fixtures/messages.ts'
import type { Person } from '../fixtures/people.ts'
import { call, caller, login, newNumber, PASSWORD, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { verifiedUser } from '../fixtures/resets.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { claimsOf } from '../fixtures/tokens.ts'

const identity = await startIdentity(t)
const messages = openMessages(t, identity)

const history = (person: Person) =>
  identity.query<{ event: string; outcome: string; provider: string; ip: string }>(
    `select event, outcome, provider, ip from identity.activity
     where user_id = ? and event not in ('registration', 'sign_in', 'phone_verification') order by at, id`,
    [person.id]
  )
const mayChange = async (person: Pick<Person, 'patch'>) =>
  (await person.patch('profile', { phone_number: newNumber() })).statusCode === 200

/** A verified user whose sign-in is no longer recent. */
async function userOfOld() {
  const person = await verifiedUser(identity, messages)
  identity.clock.advance(5 * MINUTE)
  return person
}

t.test('the password opens five minutes for sensitive changes', async (t) => {
  const person = await userOfOld()
  const answer = await person.post('reauthenticate', { password: PASSWORD })
  t.equal(answer.statusCode, 200)
  t.type(answer.json().message, 'string')
  t.same(await history(person), [
    { event: 'reauthentication', outcome: 'success', provider: 'password', ip: person.remoteAddress }
  ])
  identity.clock.advance(5 * MINUTE)
  t.ok(await mayChange(person), 'to the last moment')
  const late = await userOfOld()
  await late.post('reauthenticate', { password: PASSWORD })
  identity.clock.advance(5 * MINUTE + 1)
  t.notOk(await mayChange(late), 'and no longer')
})

t.test('it opens them for this session alone', async (t) => {
  const person = await userOfOld()
  const { token } = (await login(identity, person.email)).json()
  identity.clock.advance(5 * MINUTE + 1)
  await person.post('reauthenticate', { password: PASSWORD })
  t.notOk(await mayChange(caller(identity, token, person.remoteAddress)))
  t.ok(await mayChange(person))
})

t.test('a fresh sign-in is recent, a refresh is not', async (t) => {
  const person = await userOfOld()
  const { refresh_token } = (await login(identity, person.email)).json()
  identity.clock.advance(5 * MINUTE + 1)
  const { token } = (await call(identity, 'POST', 'refresh', { refresh_token })).json()
  t.notOk(await mayChange(caller(identity, token, person.remoteAddress)))
  const fresh = (await login(identity, person.email)).json()
  t.ok(await mayChange(caller(identity, fresh.token, person.remoteAddress)))
})

t.test('a wrong password opens nothing, counts as a try and stands in the history', async (t) => {
  const person = await userOfOld()
  for (let n = 0; n < 5; n++) {
    isRefused(t, await person.post('reauthenticate', { password: 'not the password' }), 'invalid_credentials')
  }
  t.notOk(await mayChange(person))
  const failed = { event: 'reauthentication', outcome: 'failure', provider: 'password', ip: person.remoteAddress }
  t.same(
    await history(person),
    Array.from({ length: 5 }, () => failed)
  )
  const right = await person.post('reauthenticate', { password: PASSWORD })
  t.same(isRefused(t, right, 'rate_limited', 'the right one too'), { retry_after: 900 })
  const options = { remoteAddress: person.remoteAddress }
  isRefused(t, await login(identity, person.email, PASSWORD, options), 'rate_limited', 'and a sign-in')
})

t.test('tries to sign in count here as well', async (t) => {
  const person = await signedInUser(identity)
  const options = { remoteAddress: person.remoteAddress }
  for (let n = 0; n < 5; n++) await login(identity, person.email, 'not the password', options)
  isRefused(t, await person.post('reauthenticate', { password: PASSWORD }), 'rate_limited')
})

const EITHER = ['give either password or id_token']

t.test('exactly one proof is given', async (t) => {
  const person = await signedInUser(identity)
  const refused = async (t: Test, body: object, details: object) =>
    t.same(isRefused(t, await person.post('reauthenticate', body), 'validation_failed'), details)
  await refused(t, {}, { password: EITHER, id_token: EITHER })
  await refused(t, { password: PASSWORD, id_token: 'x' }, { password: EITHER, id_token: EITHER })
  await refused(
    t,
    { password: 1, id_token: '', other: true },
    {
      password: ['must be text of 1 to 128 characters'],
      id_token: ['must be an ID token of the provider'],
      other: ['is not a known field']
    }
  )
  t.same(await history(person), [])
})

t.test('an account without a password cannot prove one', async (t) => {
  const person = await signedInUser(identity)
  await identity.query('update identity.users set password_hash = null where id = ?', [person.id])
  isRefused(t, await person.post('reauthenticate', { password: PASSWORD }), 'invalid_credentials')
})

t.test('nobody confirms a session that has ended, even at this moment', async (t) => {
  const person = await signedInUser(identity)
  const other = caller(identity, (await login(identity, person.email)).json().token, person.remoteAddress)
  const answers: ReturnType<Person['post']>[] = []
  await holdingUser(identity, person.id, async () => {
    answers.push(other.delete(`/api/auth/sessions/${claimsOf(person.token).sid}`))
    await waitingForLocks(identity, 1)
    answers.push(person.post('reauthenticate', { password: PASSWORD }))
    await waitingForLocks(identity, 2)
  })
  const [ended, late] = await Promise.all(answers)
  t.equal(ended?.statusCode, 200)
  t.equal(late?.json().code, 'session_revoked')
  t.same(await history(person), [])
  isRefused(t, await person.post('reauthenticate', { password: PASSWORD }), 'session_revoked')
})
