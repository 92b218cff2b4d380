import type { Door } from '../test/fixtures/people.ts'
import { at, call, newNumber, PASSWORD, register, signedIn } from '../test/fixtures/people.ts'

const PEOPLE = 20

/** The requests that are measured, by what they are to a person; each answers whether it went well. */
export async function requestsTo(door: Door): Promise<Record<string, () => Promise<boolean>>> {
  const people = await Promise.all(Array.from({ length: PEOPLE }, () => signedIn(door)))
  let turn = 0
  const next = () => people[turn++ % PEOPLE] as (typeof people)[number]
  const check = async () => {
    const headers = { authorization: `Bearer ${next().token}` }
    const answer = await fetch(`${door.url}/api/auth/verify-token/`, { headers })
    await answer.text()
    return answer.ok
  }
  return {
    'check a token (what a gateway asks)': check,
    'read a profile': async () => (await at(door, next()).get('profile')).status === 200,
    'sign in by password': async () =>
      (await call(door, 'POST', 'login', { email: next().email, password: PASSWORD })).status === 200,
    register: async () => (await register(door)).status === 201,
    'ask for a code': async () => (await at(door, next()).sendCode(newNumber())).status === 200
  }
}
