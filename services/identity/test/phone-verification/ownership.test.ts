import t from 'tap'
import { MINUTE } from '../fixtures/clock.ts'
import { openMessages, otherThan } from '../fixtures/messages.ts'
import type { Person } from '../fixtures/people.ts'
import { newNumber, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'

const identity = await startIdentity(t, { env: { RATE_LIMITS: 'off' } })
const messages = openMessages(t, identity)
const verify = (person: Person, code: string) => person.post('verify-phone', { code })

async function sentTo(person: Person, phone_number: string) {
  const answer = await person.post('send-phone-verification', { phone_number })
  if (answer.statusCode !== 200) throw new Error(`the send was answered ${answer.body}`)
  return messages.codeOf(person)
}

t.test('one phone is verified by one account, and only the holder of the phone learns that', async (t) => {
  const phone_number = newNumber()
  const [owner, other] = [await signedInUser(identity), await signedInUser(identity)]
  t.equal((await verify(owner, await sentTo(owner, phone_number))).statusCode, 200)
  const code = await sentTo(other, phone_number)
  const wrong = await verify(other, otherThan(code))
  t.same(isRefused(t, wrong, 'invalid_code', 'a wrong code learns nothing'), { attempts_remaining: 4 })
  t.same(isRefused(t, await verify(other, code), 'phone_taken'), {})
  isRefused(t, await verify(other, code), 'no_pending_verification', 'the code is spent')
  t.match((await other.get('profile')).json().user, { phone_number: null, phone_verified: false })
  t.equal((await owner.get('profile')).json().user.phone_verified, true)
})

t.test('a number in another’s profile is taken only once it is verified', async (t) => {
  const phone_number = newNumber()
  const [first, second] = [
    await signedInUser(identity, { phone_number }),
    await signedInUser(identity, { phone_number })
  ]
  t.equal((await verify(second, await sentTo(second, phone_number))).statusCode, 200)
  isRefused(t, await verify(first, await sentTo(first, phone_number)), 'phone_taken')
})

t.test('a number that its owner gave up is free again', async (t) => {
  const phone_number = newNumber()
  const [owner, other] = [await signedInUser(identity), await signedInUser(identity)]
  await verify(owner, await sentTo(owner, phone_number))
  await owner.patch('profile', { phone_number: newNumber() })
  t.equal((await verify(other, await sentTo(other, phone_number))).statusCode, 200)
})

t.test('of two accounts that prove one phone at once, one gets it', async (t) => {
  const phone_number = newNumber()
  const people = await Promise.all(Array.from({ length: 4 }, () => signedInUser(identity)))
  const codes: string[] = []
  for (const person of people) codes.push(await sentTo(person, phone_number))
  const answers = await Promise.all(people.map((person, n) => verify(person, `${codes[n]}`)))
  t.equal(answers.filter(({ statusCode }) => statusCode === 200).length, 1)
  for (const answer of answers.filter(({ statusCode }) => statusCode !== 200)) isRefused(t, answer, 'phone_taken')
})

t.test('a code is worth nothing for another user or another number', async (t) => {
  const phone_number = newNumber()
  const [a, b] = [await signedInUser(identity), await signedInUser(identity)]
  const codeOfA = await sentTo(a, phone_number)
  const codeOfB = await sentTo(b, phone_number)
  if (codeOfA !== codeOfB) isRefused(t, await verify(b, codeOfA), 'invalid_code', 'of another user')
  const elsewhere = await sentTo(b, newNumber())
  if (codeOfB !== elsewhere) isRefused(t, await verify(b, codeOfB), 'invalid_code', 'of another number')
  t.equal((await verify(b, elsewhere)).statusCode, 200)
  t.equal((await verify(a, codeOfA)).statusCode, 200)
})

t.test('codes of many verifications differ', async (t) => {
  const person = await signedInUser(identity)
  const codes = new Set<string>()
  for (let n = 0; n < 20; n++) codes.add(await sentTo(person, newNumber()))
  t.ok(codes.size >= 18, `${codes.size} of 20`)
  identity.clock.advance(MINUTE)
})
