import t from 'tap'
import { HOUR, MINUTE } from '../fixtures/clock.ts'
import { holdingUser, waitingForLocks } from '../fixtures/locks.ts'
import { openMessages } from '../fixtures/messages.ts'
import type { Person } from '../fixtures/people.ts'
import { newNumber, PASSWORD, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { verifiedUser, verifyNumber } from '../fixtures/resets.ts'
import { startIdentity } from '../fixtures/start-identity.ts'

const identity = await startIdentity(t)
const messages = openMessages(t, identity)
const send = 'send-phone-verification'
const TEST_NUMBER = '+1234567890'

const profile = async (person: Person) => (await person.get('profile')).json().user
const sends = (person: Person) =>
  identity.query('select 1 from identity.phone_verifications where user_id = ?', [person.id])

/** Somebody who verified a number an hour ago and has only used the session since. */
async function verifiedLongAgo() {
  const person = await verifiedUser(identity, messages, { city: 'Rome' })
  identity.clock.advance(HOUR)
  return person
}

t.test('an unlocked session does not replace a verified number, and saves nothing of the request', async (t) => {
  const person = await verifiedLongAgo()
  const before = await profile(person)
  for (const phone_number of [newNumber(), TEST_NUMBER, null, '']) {
    const patched = await person.patch('profile', { city: 'Paris', phone_number })
    t.same(isRefused(t, patched, 'reauthentication_required', `${phone_number}`), {})
    isRefused(t, await person.post('complete-profile', { phone_number, bio: 'x' }), 'reauthentication_required')
  }
  t.same(await profile(person), before)
})

t.test('nor does it send a code to another number', async (t) => {
  const person = await verifiedLongAgo()
  const before = await sends(person)
  for (const phone_number of [newNumber(), TEST_NUMBER]) {
    isRefused(t, await person.post(send, { phone_number }), 'reauthentication_required')
  }
  t.same(await sends(person), before)
  isRefused(t, await person.post(send, { phone_number: person.phone_number }), 'phone_already_verified')
  await person.post('reauthenticate', { password: PASSWORD })
  t.equal((await person.post(send, { phone_number: newNumber() })).statusCode, 200, 'what was refused counted nowhere')
})

t.test('the same number, and everything else, is saved as ever', async (t) => {
  const person = await verifiedLongAgo()
  const { phone_number } = person
  const spaced = phone_number.replace(/^(\+49)(...)/, '$1 $2 ')
  for (const fields of [{ city: 'Bonn' }, { phone_number }, { phone_number: spaced, bio: 'x' }]) {
    t.equal((await person.patch('profile', fields)).statusCode, 200)
  }
  t.match(await profile(person), { city: 'Bonn', bio: 'x', phone_number, phone_verified: true })
})

t.test('who proved who they are replaces it', async (t) => {
  const person = await verifiedLongAgo()
  await person.post('reauthenticate', { password: PASSWORD })
  const phone_number = newNumber()
  t.equal((await person.post(send, { phone_number })).statusCode, 200)
  identity.clock.advance(6 * MINUTE)
  const verified = await person.post('verify-phone', { code: await messages.codeOf(person) })
  t.match(verified.json(), { user: { phone_number, phone_verified: true } }, 'the code outlives the five minutes')
})

t.test('a number that was never verified, or is a test number, is replaced freely', async (t) => {
  const person = await signedInUser(identity, { phone_number: newNumber() })
  identity.clock.advance(HOUR)
  t.equal((await person.patch('profile', { phone_number: newNumber() })).statusCode, 200)
  await verifyNumber(identity, messages, await signedInUser(identity))
  await person.post(send, { phone_number: TEST_NUMBER })
  t.equal((await person.post('verify-phone', { code: '123456' })).json().user.phone_verified, true)
  identity.clock.advance(HOUR)
  t.equal((await person.post(send, { phone_number: newNumber() })).statusCode, 200)
  t.equal((await person.patch('profile', { phone_number: newNumber() })).statusCode, 200)
})

t.test('a number that is verified while a request waits is guarded from it', async (t) => {
  const person = await signedInUser(identity)
  identity.clock.advance(HOUR)
  const phone_number = newNumber()
  await person.post(send, { phone_number })
  const code = await messages.codeOf(person)
  const late: ReturnType<Person['post']>[] = []
  await holdingUser(identity, person.id, async () => {
    late.push(person.post('verify-phone', { code }))
    await waitingForLocks(identity, 1)
    late.push(person.patch('profile', { phone_number: newNumber() }))
    await waitingForLocks(identity, 2)
    late.push(person.post(send, { phone_number: newNumber() }))
    await waitingForLocks(identity, 3)
  })
  const [verified, patched, sent] = await Promise.all(late)
  t.equal(verified?.statusCode, 200)
  for (const answer of [patched, sent]) t.equal(answer?.json().code, 'reauthentication_required')
  t.match(await profile(person), { phone_number, phone_verified: true })
})
