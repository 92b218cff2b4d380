import type { EntityManager } from '@mikro-orm/postgresql'
import type { UserEntity } from '../accounts/user.entity.ts'
import { recordActivity } from '../activity/record-activity.ts'
import type { Deps } from '../deps.ts'
import { BY_OPERATOR } from '../sessions/open-session.ts'
import { cancelVerifications } from './cancel-verifications.ts'

/**
 * Takes a number that changed hands from the account that had verified it, with the caller's transaction and lock:
 * whoever has it now can verify it, and can no longer set this account's password. It stays in the profile, unverified.
 * @returns how many codes on their way to it became worthless
 */
export async function releaseNumber(deps: Pick<Deps, 'now'>, em: EntityManager, holder: UserEntity): Promise<number> {
  holder.phoneVerified = false
  const codes = await cancelVerifications(deps, em, holder.id)
  recordActivity(deps, em, holder.id, { event: 'phone_release', ...BY_OPERATOR })
  return codes
}
