import { Refusal } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import { raw, UniqueConstraintViolationException } from '@mikro-orm/postgresql'
import { lockUser } from '../accounts/lock-user.ts'
import { showUser } from '../accounts/show-user.ts'
import type { UserEntity } from '../accounts/user.entity.ts'
import type { Deps } from '../deps.ts'
import { planHandOff } from '../hand-off/plan-hand-off.ts'
import { giveBackAttempt } from './attempts.ts'
import { MessageEntity } from './message.entity.ts'
import { VerificationEntity } from './verification.entity.ts'

/**
 * Gives the user the number that was proved: spends the code, sets number and flag, and plans to tell notification, all
 * in one transaction. Of any number of requests with the right code, one succeeds.
 */
export async function claimNumber(
  deps: Deps,
  em: EntityManager,
  verification: VerificationEntity
): Promise<UserEntity> {
  try {
    return await em.transactional((em) => claim(deps, em, verification))
  } catch (error) {
    await giveBackAttempt(em, verification.id)
    if (!(error instanceof UniqueConstraintViolationException)) throw error
    // Told only here, to somebody who has just proved to hold the number. The code is spent all the same.
    await em.fork().nativeUpdate(VerificationEntity, { id: verification.id }, { cancelledAt: deps.now() })
    throw new Refusal('phone_taken')
  }
}

async function claim(deps: Deps, em: EntityManager, verification: VerificationEntity): Promise<UserEntity> {
  const user = await lockUser(em, verification.user.id)
  const open = { id: verification.id, verifiedAt: null, cancelledAt: null }
  // The try was counted as failed before it was judged; it was right, so it is given back with the success.
  const spent = { verifiedAt: deps.now(), failedAttempts: raw('failed_attempts - 1') }
  if ((await em.nativeUpdate(VerificationEntity, open, spent)) === 0) throw new Refusal('no_pending_verification')
  user.phoneNumber = verification.phoneNumber
  user.phoneVerified = true
  user.phoneIsTest = verification.isTest
  user.profileCompleted = showUser(user, deps.settings.requiredFields).profile_completed
  if (!verification.isTest) await tellNotification(deps, em, verification)
  return user
}

async function tellNotification({ now }: Deps, em: EntityManager, verification: VerificationEntity) {
  const newest = { orderBy: { createdAt: 'desc', id: 'desc' } } as const
  const message = await em.findOneOrFail(MessageEntity, { verification: verification.id }, newest)
  planHandOff(em, 'verified', message.id, now())
}
