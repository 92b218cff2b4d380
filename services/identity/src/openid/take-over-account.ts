import type { EntityManager } from '@mikro-orm/postgresql'
import { showUser } from '../accounts/show-user.ts'
import type { UserEntity } from '../accounts/user.entity.ts'
import type { Deps } from '../deps.ts'
import { forgetResetLinks } from '../passwords/forget-reset-links.ts'
import { abandonVerifications } from '../phone-verification/abandon-verifications.ts'
import { endSessionsOf } from '../sessions/end-sessions.ts'
import { LinkedIdentityEntity } from './linked-identity.entity.ts'

/**
 * Gives an account to whom its address belongs, with the caller's transaction and lock. Whoever made it never proved to
 * hold the address: they may have put it there to wait for its owner. Nothing with which they could come back stays:
 * password, sessions, codes, phone, links to a new password and to providers.
 */
export async function takeOverAccount(deps: Deps, em: EntityManager, user: UserEntity) {
  user.passwordHash = null
  user.emailVerified = true
  user.phoneNumber = null
  user.phoneVerified = false
  user.phoneIsTest = false
  user.profileCompleted = showUser(user, deps.settings.requiredFields).profile_completed
  await endSessionsOf(deps, em, user.id)
  await em.nativeDelete(LinkedIdentityEntity, { user })
  await abandonVerifications(deps, em, user.id)
  await forgetResetLinks(em, user.id)
}
