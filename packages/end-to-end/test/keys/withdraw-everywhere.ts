import type { Test } from 'tap'
import { countOf } from '../fixtures/count-of.ts'
import type { Person } from '../fixtures/people.ts'
import { at, call, signedIn } from '../fixtures/people.ts'
import type { Service } from '../fixtures/service.ts'
import type { Stack } from '../fixtures/start-stack.ts'
import { until } from '../fixtures/until.ts'
import { keysOf, kidOf, runKeys } from './run-keys.ts'

/** One process after the other reads its keys again; the first refusal of one is a refusal of all. */
export async function withdrawEverywhere(t: Test, stack: Stack) {
  const doors = stack.identities
  const signInEverywhere = () => Promise.all([...doors, ...doors].map((door) => signedIn(door)))
  const spared = await signInEverywhere()
  t.equal((await runKeys(stack, 'rotate -- --now')).code, 0)
  const struck = await signInEverywhere()
  const read = (people: Person[]) =>
    Promise.all(people.flatMap((person) => doors.map((door) => at(door, person).get('profile'))))
  const requests = struck.length * doors.length
  t.same(countOf(await read([...struck, ...spared])), { 200: 2 * requests }, 'all are verified by all')

  const [first] = struck as [Person, ...Person[]]
  const withdrawing = runKeys(stack, `withdraw -- ${kidOf(first.token)}`)
  await until('the first token is refused', async () => (await first.get('profile')).status === 401)
  const refused = await read(struck)
  t.same(countOf(refused), { 401: requests }, 'then each of its tokens is, by each process')
  t.same(new Set(refused.map(({ body }) => body.code)), new Set(['token_invalid']))
  t.same(countOf(await read(spared)), { 200: requests }, 'and no other')
  const renewed = await Promise.all(struck.map((person, n) => renew(doors[n % doors.length] as Service, person)))
  t.same(countOf(await read(renewed)), { 200: requests }, 'who refreshes goes on')

  const { code, stdout, stderr } = await withdrawing
  t.equal(code, 0, stderr)
  t.match(stdout, `withdrew the current key ${kidOf(first.token)}`)
  const kids = (await keysOf(stack)).map(({ kid }) => kid)
  for (const { url } of doors) {
    const { keys } = (await (await fetch(`${url}/.well-known/jwks.json`)).json()) as { keys: { kid: string }[] }
    t.same(keys.map(({ kid }) => kid).sort(), kids.sort(), 'the command ends when it is published nowhere')
  }
}

async function renew(door: Service, person: Person): Promise<Person> {
  const { body } = await call(door, 'POST', 'refresh', { refresh_token: person.refreshToken })
  return { ...person, token: body.token ?? '' }
}
