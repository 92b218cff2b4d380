import t from 'tap'
import { count } from '../../src/limits/count.ts'
import { MINUTE, SECOND } from '../fixtures/clock.ts'
import { login, newAddress, newEmail, PASSWORD, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'

const identity = await startIdentity(t)
const wrong = 'not the password'

t.test('five failures lock an account for an address, and for no other, for a quarter of an hour', async (t) => {
  const { email } = await signedInUser(identity)
  const remoteAddress = newAddress()
  const fail = () => login(identity, email, wrong, { remoteAddress })
  for (let n = 0; n < 5; n++) isRefused(t, await fail(), 'invalid_credentials')
  const right = await login(identity, email.toUpperCase(), PASSWORD, { remoteAddress })
  const { retry_after } = isRefused(t, right, 'rate_limited', 'the right password too')
  t.equal(retry_after, 900)
  t.equal(right.headers['retry-after'], '900')
  t.equal((await login(identity, email, PASSWORD)).statusCode, 200, 'from elsewhere it is open')
  identity.clock.advance(15 * MINUTE - SECOND)
  isRefused(t, await login(identity, email, PASSWORD, { remoteAddress }), 'rate_limited')
  identity.clock.advance(SECOND)
  t.equal((await login(identity, email, PASSWORD, { remoteAddress })).statusCode, 200)
})

t.test('an unknown address is limited like a known one', async (t) => {
  const remoteAddress = newAddress()
  const email = newEmail()
  for (let n = 0; n < 5; n++)
    isRefused(t, await login(identity, email, wrong, { remoteAddress }), 'invalid_credentials')
  isRefused(t, await login(identity, email, wrong, { remoteAddress }), 'rate_limited')
})

t.test('of many guesses at once five are judged', async (t) => {
  const { email } = await signedInUser(identity)
  const remoteAddress = newAddress()
  const guesses = Array.from({ length: 12 }, () => login(identity, email, wrong, { remoteAddress }))
  const codes = (await Promise.all(guesses)).map((answer) => answer.json().code)
  t.equal(codes.filter((code) => code === 'invalid_credentials').length, 5)
  t.equal(codes.filter((code) => code === 'rate_limited').length, 7)
})

t.test('an address fails thirty times a minute, over whatever accounts', async (t) => {
  const remoteAddress = newAddress()
  const { email } = await signedInUser(identity)
  const guesses = Array.from({ length: 33 }, () => login(identity, newEmail(), wrong, { remoteAddress }))
  const codes = (await Promise.all(guesses)).map((answer) => answer.json().code)
  t.equal(codes.filter((code) => code === 'invalid_credentials').length, 30)
  isRefused(t, await login(identity, email, PASSWORD, { remoteAddress }), 'rate_limited', 'any account')
  identity.clock.advance(MINUTE)
  t.equal((await login(identity, email, PASSWORD, { remoteAddress })).statusCode, 200)
})

t.test('successes never count: fifty at once from one address all sign in', async (t) => {
  const { email } = await signedInUser(identity)
  const remoteAddress = newAddress()
  const logins = Array.from({ length: 50 }, () => login(identity, email, PASSWORD, { remoteAddress }))
  const statuses = new Set((await Promise.all(logins)).map(({ statusCode }) => statusCode))
  t.same([...statuses], [200])
  isRefused(t, await login(identity, email, wrong, { remoteAddress }), 'invalid_credentials', 'still judged')
})

t.test('a hundred failures in a day do not lock the owner out', async (t) => {
  const { email } = await signedInUser(identity)
  // As a hundred guesses from a hundred addresses would.
  for (let n = 0; n < 100; n++) await count(identity.deps, identity.orm.em.fork(), ['password-account', email])
  const start = performance.now()
  t.equal((await login(identity, email)).statusCode, 200)
  // A lower bound only: a slow machine cannot break it.
  t.ok(performance.now() - start >= 1000, 'it is only slower')
})
