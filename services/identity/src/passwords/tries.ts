import { setTimeout } from 'node:timers/promises'
import type { ActivityEvent } from '@gatehouse/contracts'
import { tooMany } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import { recordFailure } from '../activity/record-activity.ts'
import type { Deps } from '../deps.ts'
import { addressKey } from '../limits/address-key.ts'
import type { Counted, Verdict } from '../limits/count.ts'
import { count, hold, look } from '../limits/count.ts'
import type { Origin } from '../sessions/open-session.ts'

// After a hundred failures in a day an account is only slower: locking it would let anybody lock its owner out.
const SLOW_MS = 2000

/** Somebody tries to get into the account of an address. `event` is what its history calls a failure. */
export type Try = { email: string; origin: Origin; event: ActivityEvent; provider: string }

/** Refuses a try, whether it is right or not, after too many that failed; a hundred in a day make it slow. */
export async function admitTry(deps: Deps, em: EntityManager, attempt: Try): Promise<void> {
  refuseIfSpent(deps, await look(deps, em, ...limitsOf(attempt)))
  if (!(await look(deps, em, today(attempt))).allowed) await setTimeout(SLOW_MS)
}

/** The same, and until the caller's transaction ends no other try of this account from this address counts. */
export async function holdTries(deps: Deps, em: EntityManager, attempt: Try): Promise<void> {
  refuseIfSpent(deps, await hold(deps, em, ...limitsOf(attempt)))
}

/** Looks again, before a success: others that failed while this one was judged have counted meanwhile. */
export async function admitSuccess(deps: Deps, em: EntityManager, attempt: Try): Promise<void> {
  refuseIfSpent(deps, await look(deps, em, ...limitsOf(attempt)))
}

/** Counts a try that failed and notes it in the account's history, if there is one. Or refuses: others came first. */
export async function countFailure(deps: Deps, em: EntityManager, attempt: Try): Promise<void> {
  refuseIfSpent(deps, await count(deps, em.fork(), ...limitsOf(attempt)))
  await em.fork().transactional(async (em) => {
    await count(deps, em, today(attempt))
    await recordFailure(deps, em, attempt.email, attempt)
  })
}

const today = ({ email }: Try): Counted => ['password-account', email]

function limitsOf({ email, origin }: Try): Counted[] {
  const whom = addressKey(origin.ip)
  return [
    ['password-account-address', email, whom],
    ['password-address', whom]
  ]
}

function refuseIfSpent({ now }: Deps, { allowed, from }: Verdict) {
  if (!allowed) throw tooMany((from - now().getTime()) / 1000)
}
