import type { Test } from 'tap'
import { at, call, newAddress, newNumber, PASSWORD, signedIn } from '../fixtures/people.ts'
import type { Twilio } from '../fixtures/phones.ts'
import { arrivalsAt, codeOn } from '../fixtures/phones.ts'
import type { Service } from '../fixtures/service.ts'
import type { Stack } from '../fixtures/start-stack.ts'

const TRIES = 5

/** What one process sent, the other has counted: for the user and for the number. */
export async function countSends(t: Test, { identities }: Stack, twilio: Twilio) {
  const [first, second] = identities as [Service, Service]
  const [person, number] = [await signedIn(first), newNumber()]
  t.equal((await person.sendCode(number)).status, 200)
  t.match(await at(second, person).sendCode(number), { status: 429, body: { code: 'rate_limited' } })
  t.match(await at(second, person).sendCode(newNumber()), { status: 429 }, 'the user counts')
  t.match(await (await signedIn(second)).sendCode(number), { status: 429 }, 'and the number')
  await arrivalsAt(twilio, [number])
  t.match(await at(second, person).verify(codeOn(twilio, number)), { status: 200 })
  t.match((await person.get('profile')).body.user, { phone_verified: true }, 'which the first sees at once')
}

/** Guesses spread over both processes are no more than guesses at one. */
export async function countPasswords(t: Test, { identities }: Stack) {
  const [first, second] = identities as [Service, Service]
  const [{ email }, address] = [await signedIn(first), newAddress()]
  const login = (n: number, password: string) =>
    call(n % 2 ? first : second, 'POST', 'login', { email, password }, { address })
  for (let n = 0; n < TRIES; n++) t.equal((await login(n, 'not the password')).status, 401)
  t.match(await login(TRIES, PASSWORD), { status: 429, body: { code: 'rate_limited' } })
}
