import type { UserEntity } from '../accounts/user.entity.ts'
import type { Deps } from '../deps.ts'
import type { Session } from '../sessions/find-session.ts'
import { requireRecentSignIn } from '../sessions/recent-sign-in.ts'

/**
 * Asks for a recent sign-in before a verified number gives way to another one or to none: whoever holds the number can
 * set a new password. A test number proves nothing, and so guards nothing.
 */
export function guardNumber(deps: Pick<Deps, 'now'>, session: Session, owner: UserEntity, next: string | null) {
  const isProved = owner.phoneVerified && !owner.phoneIsTest
  if (isProved && owner.phoneNumber !== next) requireRecentSignIn(deps, session)
}
