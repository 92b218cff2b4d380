import { setImmediate as pause } from 'node:timers/promises'
import t from 'tap'
import { count } from '../../src/limits/count.ts'
import { hashPassword } from '../../src/passwords/password-hash.ts'
import { MINUTE } from '../fixtures/clock.ts'
import { openMessages, otherThan } from '../fixtures/messages.ts'
import { login, newAddress, newEmail, PASSWORD, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { reset, resetCode, verifiedUser } from '../fixtures/resets.ts'
import { startIdentity } from '../fixtures/start-identity.ts'

const identity = await startIdentity(t)
const messages = openMessages(t, identity)
const new_password = 'a quite different one'

t.test('five failures in a quarter of an hour stop tries for an account from an address, known or not', async (t) => {
  const person = await verifiedUser(identity, messages)
  const code = await resetCode(identity, messages, person)
  for (const [email, wrong] of [
    [person.email, otherThan(code)],
    [newEmail(), code]
  ] as const) {
    const options = { remoteAddress: newAddress() }
    const fail = () => reset(identity, { email, code: wrong, new_password }, options)
    for (let n = 0; n < 5; n++) isRefused(t, await fail(), 'invalid_code')
    const late = await fail()
    t.same(isRefused(t, late, 'rate_limited'), { retry_after: 900 })
    t.equal(late.headers['retry-after'], '900')
    isRefused(t, await login(identity, email, PASSWORD, options), 'rate_limited', 'a sign-in too')
  }
})

t.test('of many wrong codes at once five are judged, known or not', async (t) => {
  const person = await verifiedUser(identity, messages)
  const wrong = otherThan(await resetCode(identity, messages, person))
  for (const email of [person.email, newEmail()]) {
    const options = { remoteAddress: newAddress() }
    const guesses = Array.from({ length: 12 }, () => reset(identity, { email, code: wrong, new_password }, options))
    const codes = (await Promise.all(guesses)).map((answer) => answer.json().code)
    t.equal(codes.filter((code) => code === 'invalid_code').length, 5)
    t.equal(codes.filter((code) => code === 'rate_limited').length, 7)
  }
})

t.test('failures of passwords count for codes, and a success counts nothing', async (t) => {
  const person = await verifiedUser(identity, messages)
  const code = await resetCode(identity, messages, person)
  const options = { remoteAddress: person.remoteAddress }
  for (let n = 0; n < 4; n++) await login(identity, person.email, 'not the password', options)
  t.equal((await reset(identity, { email: person.email, code, new_password }, options)).statusCode, 200)
  isRefused(t, await login(identity, person.email, PASSWORD, options), 'invalid_credentials', 'the fifth failure')
  isRefused(t, await login(identity, person.email, new_password, options), 'rate_limited')
})

t.test('an address fails thirty times a minute, over whatever accounts', async (t) => {
  const remoteAddress = newAddress()
  const guess = (email: string) => reset(identity, { email, code: '123456', new_password }, { remoteAddress })
  const answers = await Promise.all(Array.from({ length: 33 }, () => guess(newEmail())))
  t.equal(answers.filter((answer) => answer.json().code === 'invalid_code').length, 30)
  isRefused(t, await guess(newEmail()), 'rate_limited')
  identity.clock.advance(MINUTE)
  isRefused(t, await guess(newEmail()), 'invalid_code')
})

t.test('a failure stands in the history of the account that there is', async (t) => {
  const person = await signedInUser(identity)
  const remoteAddress = newAddress()
  await reset(identity, { email: person.email, code: '123456', new_password }, { remoteAddress })
  const rows = await identity.query(
    `select event, outcome, provider, ip from identity.activity where user_id = ? and event = 'password_reset'`,
    [person.id]
  )
  t.same(rows, [{ event: 'password_reset', outcome: 'failure', provider: 'phone', ip: remoteAddress }])
})

t.test('after a hundred failures in a day an account is only slower', async (t) => {
  const person = await verifiedUser(identity, messages)
  const code = await resetCode(identity, messages, person)
  for (let n = 0; n < 100; n++) await count(identity.deps, identity.orm.em.fork(), ['password-account', person.email])
  const start = performance.now()
  t.equal((await reset(identity, { email: person.email, code, new_password })).statusCode, 200)
  // A lower bound only: a slow machine cannot break it.
  t.ok(performance.now() - start >= 1000, 'it is only slower')
})

t.test('a right code that meets too much work costs no try', async (t) => {
  const person = await verifiedUser(identity, messages)
  const code = await resetCode(identity, messages, person)
  const quiet = keepBusy()
  const answer = await reset(identity, { email: person.email, code, new_password })
  await quiet()
  isRefused(t, answer, 'overloaded')
  const rows = await identity.query(
    `select failed_attempts from identity.phone_verifications where user_id = ? and purpose = 'password_reset'`,
    [person.id]
  )
  t.same(rows, [{ failed_attempts: 0 }])
  t.equal((await reset(identity, { email: person.email, code, new_password })).statusCode, 200)
})

/** As many hashes as have a place, again and again. */
function keepBusy() {
  let busy = true
  const one = async () => {
    while (busy) await hashPassword('any').catch(() => pause())
  }
  const all = Array.from({ length: 130 }, one)
  return async () => {
    busy = false
    await Promise.all(all)
  }
}
