import { setTimeout } from 'node:timers/promises'
import type { ActivityEvent } from '@gatehouse/contracts'
import { Refusal, tooMany } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import { recordFailure } from '../activity/record-activity.ts'
import type { Deps } from '../deps.ts'
import { addressKey } from '../limits/address-key.ts'
import type { Counted } from '../limits/count.ts'
import { count, look } from '../limits/count.ts'
import type { Origin } from '../sessions/open-session.ts'
import { matchesPassword } from './password-hash.ts'

// After a hundred failures in a day an account is only slower: locking it would let anybody lock its owner out.
const SLOW_MS = 2000

/** `event` is what the account's history calls a failure. */
export type Try = {
  email: string
  origin: Origin
  password: string
  hash: string | null | undefined
  event: ActivityEvent
}

/**
 * Checks a password against the account's, or refuses. An address without an account is treated like one with a wrong
 * password, in the same time. Only failures count. They are counted after the comparison and looked at again before a
 * success, so that of a hundred guesses at once five are judged and the others learn nothing.
 */
export async function tryPassword(deps: Deps, em: EntityManager, attempt: Try): Promise<void> {
  const whom = addressKey(attempt.origin.ip)
  const limits: Counted[] = [
    ['password-account-address', attempt.email, whom],
    ['password-address', whom]
  ]
  refuseIfSpent(deps, await look(deps, em, ...limits))
  const today: Counted = ['password-account', attempt.email]
  if (!(await look(deps, em, today)).allowed) await setTimeout(SLOW_MS)
  if (await matchesPassword(attempt.hash, attempt.password)) {
    return refuseIfSpent(deps, await look(deps, em, ...limits))
  }
  refuseIfSpent(deps, await count(deps, em.fork(), ...limits))
  await em.fork().transactional(async (em) => {
    await count(deps, em, today)
    await recordFailure(deps, em, attempt.email, { ...attempt, provider: 'password' })
  })
  throw new Refusal('invalid_credentials')
}

function refuseIfSpent({ now }: Deps, { allowed, from }: { allowed: boolean; from: number }) {
  if (!allowed) throw tooMany((from - now().getTime()) / 1000)
}
