import type { Person } from '../../test/fixtures/people.ts'
import { newNumber, signedIn } from '../../test/fixtures/people.ts'
import type { Service } from '../../test/fixtures/service.ts'
import type { Machine } from './machine.ts'

/** One request for a code, and how the API answered. */
export type Send = { number: string; status: number | undefined; ms: number }
export type Sender = { person: Person; number: string }
/** As much of one as it takes to ask. */
export type Asker = { person: Pick<Person, 'sendCode'>; number: string }

/** People with accounts, who have asked for nothing yet. Made before the fault, which is not about them. */
export const gather = (identity: Service, count: number): Promise<Sender[]> =>
  Promise.all(Array.from({ length: count }, async () => ({ person: await signedIn(identity), number: newNumber() })))

/** @param status undefined if no answer came: then nothing was promised. */
export async function ask({ person, number }: Asker, machine: Machine): Promise<Send> {
  const startedAt = performance.now()
  const answer = await person.sendCode(number).catch(() => undefined)
  return { number, status: answer?.status, ms: machine.msSince(startedAt) }
}
