import t from 'tap'
import { DAY, HOUR, MINUTE } from '../fixtures/clock.ts'
import { openMessages, otherThan } from '../fixtures/messages.ts'
import type { Person } from '../fixtures/people.ts'
import { newNumber, PASSWORD, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'

const identity = await startIdentity(t)
const messages = openMessages(t, identity)

const current = async (person: Person) => (await person.get('phone-verification')).json().verification
const verify = (person: Person, code: string) => person.post('verify-phone', { code })

async function sentTo(person: Person, phone_number = newNumber()) {
  const answer = await person.post('send-phone-verification', { phone_number })
  if (answer.statusCode !== 200) throw new Error(`the send was answered ${answer.body}`)
  return { phone_number, code: await messages.codeOf(person) }
}

const failures = async (person: Person) => {
  const [row] = await identity.query<{ n: number }>(
    'select sum(failed_attempts)::int as n from identity.phone_verifications where user_id = ?',
    [person.id]
  )
  return row?.n
}

t.test('the right code sets the number and the flag', async (t) => {
  const person = await signedInUser(identity, { country: 'DE', city: 'Bonn', skills: 'x', phone_number: newNumber() })
  const { phone_number, code } = await sentTo(person)
  const answer = await verify(person, code)
  t.equal(answer.statusCode, 200)
  t.equal(answer.json().message, 'Phone verified')
  t.match(answer.json().user, { id: person.id, phone_number, phone_verified: true, profile_completed: true })
  t.same((await person.get('profile')).json().user, answer.json().user)
  t.match(await current(person), { status: 'verified', phone_number })
})

t.test('a number that completes the profile completes it', async (t) => {
  const person = await signedInUser(identity, { country: 'DE', city: 'Bonn', skills: 'x' })
  const { code } = await sentTo(person)
  t.equal((await verify(person, code)).json().user.profile_completed, true)
  t.equal((await person.get('profile')).json().requires_completion, false)
})

t.test('a code works once', async (t) => {
  const person = await signedInUser(identity)
  const { code } = await sentTo(person)
  t.equal((await verify(person, code)).statusCode, 200)
  t.same(isRefused(t, await verify(person, code), 'no_pending_verification'), {})
})

t.test('without a code that waits there is nothing to verify', async (t) => {
  const person = await signedInUser(identity)
  isRefused(t, await verify(person, '123456'), 'no_pending_verification')
})

t.test('five wrong codes lock it: the fifth still says so, the sixth finds nothing', async (t) => {
  const person = await signedInUser(identity)
  const { code } = await sentTo(person)
  for (const attempts_remaining of [4, 3, 2, 1, 0]) {
    const answer = await verify(person, otherThan(code))
    t.same(isRefused(t, answer, 'invalid_code'), { attempts_remaining })
    t.equal(answer.json().error, 'Invalid code')
    t.equal((await current(person)).attempts_remaining, attempts_remaining)
  }
  t.same(isRefused(t, await verify(person, code), 'no_pending_verification', 'the right code'), {})
  t.match(await current(person), { status: 'locked', attempts_remaining: 0 })
  t.equal(await failures(person), 5)
})

t.test('after four wrong codes the right one is accepted', async (t) => {
  const person = await signedInUser(identity)
  const { code } = await sentTo(person)
  for (let n = 0; n < 4; n++) await verify(person, otherThan(code))
  t.equal((await verify(person, code)).statusCode, 200)
  t.equal(await failures(person), 4, 'and is no failure')
})

t.test('a resend gives no new tries', async (t) => {
  const person = await signedInUser(identity)
  const { phone_number, code } = await sentTo(person)
  for (let n = 0; n < 3; n++) await verify(person, otherThan(code))
  identity.clock.advance(MINUTE)
  t.equal((await sentTo(person, phone_number)).code, code)
  t.equal((await current(person)).attempts_remaining, 2)
})

t.test('an expired code is told as expired', async (t) => {
  const person = await signedInUser(identity)
  const { code } = await sentTo(person)
  identity.clock.advance(10 * MINUTE - 1)
  isRefused(t, await verify(person, otherThan(code)), 'invalid_code')
  identity.clock.advance(1)
  t.same(isRefused(t, await verify(person, code), 'code_expired'), {})
  t.equal((await current(person)).status, 'expired')
})

t.test('fifteen wrong codes in a day for one number stop guesses and messages', async (t) => {
  const person = await signedInUser(identity)
  const phone_number = newNumber()
  for (let round = 0; round < 3; round++) {
    const { code } = await sentTo(person, phone_number)
    for (let n = 0; n < 5; n++) isRefused(t, await verify(person, otherThan(code)), 'invalid_code')
    identity.clock.advance(30 * MINUTE)
  }
  const send = await person.post('send-phone-verification', { phone_number })
  const { retry_after } = isRefused(t, send, 'rate_limited')
  t.ok(Number(retry_after) > 20 * 3600, 'until a day has passed')
  t.equal(
    (await person.post('send-phone-verification', { phone_number: newNumber() })).statusCode,
    200,
    'another number is free'
  )
  identity.clock.advance(DAY)
  const { code } = await sentTo(person, phone_number)
  t.equal((await verify(person, code)).statusCode, 200, 'a day later it goes on')
})

t.test('the cap of a day holds within one code too', async (t) => {
  const person = await signedInUser(identity)
  const phone_number = newNumber()
  for (const tries of [4, 4, 4]) {
    const { code } = await sentTo(person, phone_number)
    for (let n = 0; n < tries; n++) await verify(person, otherThan(code))
    identity.clock.advance(30 * MINUTE)
  }
  const { code } = await sentTo(person, phone_number)
  for (let n = 0; n < 3; n++) isRefused(t, await verify(person, otherThan(code)), 'invalid_code')
  const sixteenth = await verify(person, code)
  const { retry_after } = isRefused(t, sixteenth, 'rate_limited', 'the right code too')
  t.equal(sixteenth.headers['retry-after'], String(retry_after))
  t.equal(await failures(person), 15)
})

t.test('failures of one user say nothing of another’s', async (t) => {
  const phone_number = newNumber()
  const [guesser, owner] = [await signedInUser(identity), await signedInUser(identity)]
  for (let round = 0; round < 3; round++) {
    const { code } = await sentTo(guesser, phone_number)
    for (let n = 0; n < 5; n++) await verify(guesser, otherThan(code))
    identity.clock.advance(30 * MINUTE)
  }
  const { code } = await sentTo(owner, phone_number)
  t.equal((await verify(owner, code)).statusCode, 200)
})

t.test('a hundred wrong guesses at once: exactly five are counted', async (t) => {
  const person = await signedInUser(identity)
  const { code } = await sentTo(person)
  const answers = await Promise.all(Array.from({ length: 100 }, () => verify(person, otherThan(code))))
  const codes = answers.map((answer) => answer.json().code)
  t.equal(codes.filter((code) => code === 'invalid_code').length, 5)
  t.equal(codes.filter((code) => code === 'no_pending_verification').length, 95)
  const left = answers.map((answer) => answer.json().details.attempts_remaining).filter((n) => n !== undefined)
  t.same(left.sort(), [0, 1, 2, 3, 4])
  t.equal(await failures(person), 5, 'in the database too')
})

t.test('the right code at once many times verifies once, and is no failure', async (t) => {
  const person = await signedInUser(identity)
  const { code } = await sentTo(person)
  const answers = await Promise.all(Array.from({ length: 20 }, () => verify(person, code)))
  t.equal(answers.filter(({ statusCode }) => statusCode === 200).length, 1)
  const others = answers.filter(({ statusCode }) => statusCode !== 200)
  for (const answer of others) isRefused(t, answer, 'no_pending_verification')
  t.equal(await failures(person), 0)
})

t.test('a code has six digits, and nothing else is tried', async (t) => {
  const person = await signedInUser(identity)
  await sentTo(person)
  for (const code of ['12345', '1234567', '12345a', ' 12345', '١٢٣٤٥٦', '', 123456, null, ['123456'], '123456\n']) {
    isRefused(t, await person.post('verify-phone', { code }), 'validation_failed', `${code}`.trim())
  }
  t.equal(await failures(person), 0)
})

t.test('calls to verify have no limit per address', async (t) => {
  const person = await signedInUser(identity)
  const answers = await Promise.all(Array.from({ length: 80 }, () => verify(person, '123456')))
  t.ok(answers.every((answer) => answer.json().code === 'no_pending_verification'))
})

t.test('a new number in the profile clears the flag and cancels the code on its way', async (t) => {
  const person = await signedInUser(identity)
  const { phone_number, code } = await sentTo(person)
  await verify(person, code)
  identity.clock.advance(HOUR)
  t.equal(
    (await person.patch('profile', { city: 'Bonn', phone_number })).json().user.phone_verified,
    true,
    'the same stays'
  )
  await person.post('reauthenticate', { password: PASSWORD })
  const pending = await sentTo(person)
  const { user } = (await person.patch('profile', { phone_number: newNumber() })).json()
  t.equal(user.phone_verified, false)
  isRefused(t, await verify(person, pending.code), 'no_pending_verification')
  t.equal((await current(person)).status, 'cancelled')
})

t.test('an emptied number is not verified', async (t) => {
  const person = await signedInUser(identity)
  const { code } = await sentTo(person)
  await verify(person, code)
  const { user } = (await person.patch('profile', { phone_number: null })).json()
  t.match(user, { phone_number: null, phone_verified: false })
})
