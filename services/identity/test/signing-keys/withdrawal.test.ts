import type { Test } from 'tap'
import t from 'tap'
import { rotateKeys } from '../../src/signing-keys/rotate-keys.ts'
import { withdrawKey } from '../../src/signing-keys/withdraw-key.ts'
import { call, login, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import type { Identity } from '../fixtures/start-identity.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { headerOf } from '../fixtures/tokens.ts'
import { keysOf, kidOf } from './keys-of.ts'

const one = await startIdentity(t, { relay: false })
const two = await startIdentity(t, { relay: false, beside: one })
const BOTH = [one, two]

const withdraw = (identity: Identity, kid: string) => withdrawKey(identity.deps, identity.orm.em.fork(), kid)
const profile = (identity: Identity, token: string) => call(identity, 'GET', 'profile', undefined, { token })
const refresh = (identity: Identity, refresh_token: string) => call(identity, 'POST', 'refresh', { refresh_token })

async function isGood(t: Test, token: string) {
  for (const identity of BOTH) t.equal((await profile(identity, token)).statusCode, 200)
}
async function isDead(t: Test, token: string) {
  for (const identity of BOTH) isRefused(t, await profile(identity, token), 'token_invalid')
}

t.test('every token of a withdrawn key is refused at once by every process, verified before or not', async (t) => {
  const people = await Promise.all([signedInUser(one), signedInUser(two), signedInUser(one)])
  const [verified, alsoVerified, neverSeen] = people.map(({ token }) => token)
  await isGood(t, `${verified}`)
  await isGood(t, `${alsoVerified}`)
  t.equal(await withdraw(one, await kidOf(one, 'current')), 'current')
  for (const token of [verified, alsoVerified, neverSeen]) await isDead(t, `${token}`)
})

t.test('no process signs with a withdrawn key, though it has not heard of the withdrawal', async (t) => {
  const [here, there] = [await signedInUser(one), await signedInUser(two)]
  const next = await kidOf(one, 'next')
  await withdraw(one, headerOf(there.token).kid)
  const tokens = [
    (await login(two, there.email)).json().token,
    (await refresh(two, there.refreshToken)).json().token,
    (await refresh(one, here.refreshToken)).json().token
  ]
  for (const token of tokens) {
    t.equal(headerOf(token).kid, next)
    await isGood(t, token)
  }
})

t.test('a next key that is withdrawn is replaced, and nobody is signed out', async (t) => {
  const { token } = await signedInUser(two)
  const next = await kidOf(one, 'next')
  t.equal(await withdraw(two, next), 'next')
  t.not(await kidOf(one, 'next'), next)
  await isGood(t, token)
})

t.test('a previous key can be withdrawn, and only its tokens die', async (t) => {
  const before = await signedInUser(one)
  await rotateKeys(one.deps, one.orm.em.fork(), { hasten: true })
  const after = await signedInUser(two)
  await isGood(t, before.token)
  const kept = await keysOf(one)
  const { kid } = headerOf(before.token)
  t.equal(await withdraw(one, kid), 'previous')
  await isDead(t, before.token)
  await isGood(t, after.token)
  t.same(
    await keysOf(one),
    kept.filter((key) => key.kid !== kid)
  )
})

t.test('a key that is not there is not withdrawn, and nothing is changed', async (t) => {
  const before = await keysOf(one)
  await t.rejects(withdraw(one, 'x'.repeat(43)), { message: /there is no key x/ })
  t.same(await keysOf(one), before)
})

t.test('of withdrawals of one key at once one withdraws', async (t) => {
  const [current, next] = [await kidOf(one, 'current'), await kidOf(one, 'next')]
  const ends = await Promise.allSettled([one, two, one].map((identity) => withdraw(identity, current)))
  t.same(ends.map(({ status }) => status).sort(), ['fulfilled', 'rejected', 'rejected'])
  t.equal(await kidOf(one, 'current'), next)
})

t.test('a session that ended is told from a key that was withdrawn', async (t) => {
  const person = await signedInUser(one)
  await person.post('logout', {})
  isRefused(t, await profile(two, person.token), 'session_revoked')
  await withdraw(one, headerOf(person.token).kid)
  isRefused(t, await profile(two, person.token), 'token_invalid')
})

t.test('all this is read in one statement, with the session and its user', async (t) => {
  const requests = 20
  const { token } = await signedInUser(one)
  const logger = one.orm.config.getLogger()
  const { logQuery } = logger
  const statements: string[] = []
  logger.logQuery = ({ query }) => void statements.push(`${query}`)
  for (let n = 0; n < requests; n++) t.equal((await profile(one, token)).statusCode, 200)
  logger.logQuery = logQuery
  const whole = /"sessions".* join .*"users".*exists \(select 1 from identity.signing_keys where id = \?\)/
  t.equal(statements.filter((statement) => whole.test(statement)).length, requests)
  t.ok(statements.length < 2 * requests, 'but for the keys themselves, which are read again every few seconds')
})
