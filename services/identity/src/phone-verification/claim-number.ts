import { Refusal } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import { UniqueConstraintViolationException } from '@mikro-orm/postgresql'
import { showUser } from '../accounts/show-user.ts'
import type { UserEntity } from '../accounts/user.entity.ts'
import { recordActivity } from '../activity/record-activity.ts'
import type { Deps } from '../deps.ts'
import type { Session } from '../sessions/find-session.ts'
import { lockSignedIn } from '../sessions/lock-signed-in.ts'
import type { Origin } from '../sessions/open-session.ts'
import { giveBackAttempt } from './attempts.ts'
import { cancelVerifications } from './cancel-verifications.ts'
import { spendCode } from './spend-code.ts'
import { VerificationEntity } from './verification.entity.ts'

/**
 * Gives the user the number that was proved: spends the code, sets number and flag, and plans to tell notification, all
 * in one transaction. Of any number of requests with the right code, one succeeds.
 */
export async function claimNumber(
  deps: Deps,
  em: EntityManager,
  session: Session,
  verification: VerificationEntity,
  origin: Origin
): Promise<UserEntity> {
  try {
    return await em.transactional((em) => claim(deps, em, session, verification, origin))
  } catch (error) {
    await giveBackAttempt(em, verification.id)
    if (!(error instanceof UniqueConstraintViolationException)) throw error
    // Told only here, to somebody who has just proved to hold the number. The code is spent all the same.
    await em.fork().nativeUpdate(VerificationEntity, { id: verification.id }, { cancelledAt: deps.now() })
    throw new Refusal('phone_taken')
  }
}

async function claim(
  deps: Deps,
  em: EntityManager,
  session: Session,
  verification: VerificationEntity,
  origin: Origin
): Promise<UserEntity> {
  // Whoever was signed out meanwhile must not leave a phone behind with which they could reset the password.
  const user = await lockSignedIn(deps, em, session)
  if (!(await spendCode(deps, em, verification))) throw new Refusal('no_pending_verification')
  // A code on its way to the number that was is worth nothing: that phone opens this account no more.
  if (user.phoneNumber !== verification.phoneNumber) await cancelVerifications(deps, em, user.id, 'password_reset')
  user.phoneNumber = verification.phoneNumber
  user.phoneVerified = true
  user.phoneIsTest = verification.isTest
  user.profileCompleted = showUser(user, deps.settings.requiredFields).profile_completed
  // The owner is to see it: this phone can set a new password from now on.
  recordActivity(deps, em, user.id, { event: 'phone_verification', provider: 'phone', origin })
  return user
}
