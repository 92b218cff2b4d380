import type { Test } from 'tap'
import { countOf } from '../fixtures/count-of.ts'
import { codeFor, wrongCode } from '../fixtures/inbox.ts'
import { at, newEmail, newNumber, register, signedIn } from '../fixtures/people.ts'
import type { Stack } from '../fixtures/start-stack.ts'

const GUESSES = 100
const REGISTRATIONS = 20
const VERIFICATIONS = 10

const times = <T>(count: number, make: (n: number) => T) => Array.from({ length: count }, (_, n) => make(n))
/** A hundred guesses at once are worth five. */
export async function countParallelGuesses(t: Test, { identity, identities, notification, query }: Stack) {
  const [person, number] = [await signedIn(identity), newNumber()]
  await person.sendCode(number)
  const code = await codeFor(notification, number)
  const answers = await Promise.all(
    times(GUESSES, (n) => at(identities[n % identities.length] ?? identity, person).verify(wrongCode(code, n + 1)))
  )
  const judged = answers.filter(({ body }) => body.code === 'invalid_code')
  t.equal(judged.length, 5)
  t.same(judged.map(({ body }) => body.details?.attempts_remaining).sort(), [0, 1, 2, 3, 4])
  t.same(countOf(answers), { 400: GUESSES }, 'and none is a fault of ours')
  const counted = await query('select failed_attempts from identity.phone_verifications where user_id = $1', [
    person.id
  ])
  t.same(counted, [{ failed_attempts: 5 }])
  t.match(await person.verify(code), { status: 400, body: { code: 'no_pending_verification' } })
}

/** One address, however it is written and however many come at once, is one account. */
export async function registerOnce(t: Test, { identity, identities, query }: Stack) {
  const email = newEmail()
  const answers = await Promise.all(
    times(REGISTRATIONS, (n) =>
      register(identities[n % identities.length] ?? identity, { email: n % 2 ? email.toUpperCase() : email })
    )
  )
  t.same(countOf(answers), { 201: 1, 409: REGISTRATIONS - 1 })
  const refused = answers.filter(({ status }) => status === 409)
  t.ok(refused.every(({ body }) => body.code === 'email_taken'))
  t.same(await query('select email from identity.users where lower(email) = $1', [email]), [{ email }])
}

/** The right code, many times at once, is spent once. */
export async function verifyOnce(t: Test, { identity, identities, notification }: Stack) {
  const [person, number] = [await signedIn(identity), newNumber()]
  await person.sendCode(number)
  const code = await codeFor(notification, number)
  const answers = await Promise.all(
    times(VERIFICATIONS, (n) => at(identities[n % identities.length] ?? identity, person).verify(code))
  )
  t.same(countOf(answers), { 200: 1, 400: VERIFICATIONS - 1 })
  t.match((await person.get('profile')).body.user, { phone_number: number, phone_verified: true })
}
