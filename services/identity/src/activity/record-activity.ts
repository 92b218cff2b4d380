import type { ActivityEvent } from '@gatehouse/contracts'
import type { EntityManager } from '@mikro-orm/postgresql'
import { v7 as uuid } from 'uuid'
import { UserEntity } from '../accounts/user.entity.ts'
import type { Deps } from '../deps.ts'
import type { Origin } from '../sessions/open-session.ts'
import { ActivityEntity } from './activity.entity.ts'

export type Occurrence = { event: ActivityEvent; provider: string; origin: Origin }

/** Notes in the account's history that something succeeded, with the caller's transaction. */
export function recordActivity({ now }: Pick<Deps, 'now'>, em: EntityManager, userId: string, occurrence: Occurrence) {
  const { origin, ...what } = occurrence
  const user = em.getReference(UserEntity, userId)
  em.create(ActivityEntity, { id: uuid(), user, outcome: 'success', at: now(), ...what, ...origin })
}

/**
 * Notes that something failed on the account of this address, if there is one. It is one statement either way, so that
 * the time it takes does not tell whether there is. An account that is being erased is waited for, and then is none.
 */
export const recordFailure = (
  { now }: Pick<Deps, 'now'>,
  em: EntityManager,
  email: string,
  { event, provider, origin }: Occurrence
) =>
  em.execute(
    `insert into identity.activity (id, user_id, event, outcome, provider, ip, user_agent, at)
     select ?, id, ?, 'failure', ?, ?, ?, ? from identity.users where email = ?
     for key share`,
    [uuid(), event, provider, origin.ip, origin.userAgent, now(), email]
  )
