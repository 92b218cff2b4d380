import type { Person } from '../fixtures/people.ts'
import { newNumber, signedIn } from '../fixtures/people.ts'
import type { Service } from '../fixtures/service.ts'

export type Asked = { person: Person; number: string }

const LANES = 4

/** People who sign up and ask for a code, one after the other, until the service is gone or they are told to end. */
export function keepAsking(identity: Service) {
  const answered: Asked[] = []
  let stopped = false
  const lanes = Array.from({ length: LANES }, async () => {
    while (!stopped && identity.isRunning()) await askOnce(identity, answered).catch(() => {})
  })
  return {
    /** Those who were told that a code is sent, as it comes. */
    answered: answered as readonly Asked[],
    end: async () => {
      stopped = true
      await Promise.all(lanes)
    }
  }
}

async function askOnce(identity: Service, answered: Asked[]) {
  const [person, number] = [await signedIn(identity), newNumber()]
  if ((await person.sendCode(number)).status === 200) answered.push({ person, number })
}
