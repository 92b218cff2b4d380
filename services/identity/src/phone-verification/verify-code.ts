import { Refusal, tooMany } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import { raw, UniqueConstraintViolationException } from '@mikro-orm/postgresql'
import { v7 as uuid } from 'uuid'
import { completionOf } from '../accounts/completion.ts'
import { lockUser } from '../accounts/lock-user.ts'
import { showUser } from '../accounts/show-user.ts'
import type { UserEntity } from '../accounts/user.entity.ts'
import type { Deps } from '../deps.ts'
import { HandOffEntity } from '../hand-off/hand-off.entity.ts'
import { countAttempt, refuseAfterManyFailures } from './attempts.ts'
import { isSameCode } from './code.ts'
import { codeOf } from './code-of.ts'
import { MessageEntity } from './message.entity.ts'
import { VerificationEntity } from './verification.entity.ts'
import { MAX_FAILED_ATTEMPTS } from './verification.ts'

/** Proves the phone by its code. Number and flag are set in one transaction; a code works once. */
export async function verifyCode(deps: Deps, em: EntityManager, user: UserEntity, code: string): Promise<UserEntity> {
  const verification = await findOpen(deps, em, user.id)
  const failed = await countAttempt(deps, em, verification.id)
  if (failed === null) await refuseAttempt(deps, em, verification)
  const expected = codeOf(deps, verification)
  if (expected === null || !isSameCode(expected, code)) {
    throw new Refusal('invalid_code', { attempts_remaining: MAX_FAILED_ATTEMPTS - (failed ?? MAX_FAILED_ATTEMPTS) })
  }
  return claimNumber(deps, em, verification).catch((error) => refuseTaken(deps, em, verification, error))
}

async function findOpen({ now }: Deps, em: EntityManager, userId: string): Promise<VerificationEntity> {
  const open = { user: userId, purpose: 'phone_verification', verifiedAt: null, cancelledAt: null } as const
  const verification = await em.findOne(VerificationEntity, open)
  if (!verification || verification.failedAttempts >= MAX_FAILED_ATTEMPTS) throw new Refusal('no_pending_verification')
  if (verification.expiresAt <= now()) throw new Refusal('code_expired')
  return verification
}

// Between the look and the count another request may have used, locked or replaced it.
async function refuseAttempt(deps: Deps, em: EntityManager, { user, phoneNumber }: VerificationEntity): Promise<never> {
  await findOpen(deps, em.fork(), user.id)
  await refuseAfterManyFailures(deps, em, user.id, phoneNumber)
  throw tooMany(1)
}

function claimNumber(deps: Deps, em: EntityManager, verification: VerificationEntity): Promise<UserEntity> {
  return em.transactional(async (em) => {
    const user = await lockUser(em, verification.user.id)
    const open = { id: verification.id, verifiedAt: null, cancelledAt: null }
    const spent = { verifiedAt: deps.now(), failedAttempts: raw('failed_attempts - 1') }
    if ((await em.nativeUpdate(VerificationEntity, open, spent)) === 0) throw new Refusal('no_pending_verification')
    user.phoneNumber = verification.phoneNumber
    user.phoneVerified = true
    user.phoneIsTest = verification.isTest
    user.profileCompleted = !completionOf(showUser(user), deps.settings.requiredFields).requires_completion
    if (!verification.isTest) await tellNotification(deps, em, verification)
    return user
  })
}

async function tellNotification({ now }: Deps, em: EntityManager, verification: VerificationEntity) {
  const newest = { orderBy: { createdAt: 'desc', id: 'desc' } } as const
  const message = await em.findOneOrFail(MessageEntity, { verification: verification.id }, newest)
  em.create(HandOffEntity, { id: uuid(), kind: 'verified', messageId: message.id, createdAt: now() })
}

// Told only here, to somebody who has just proved to hold the number. The code is spent all the same.
async function refuseTaken(deps: Deps, em: EntityManager, { id }: VerificationEntity, error: unknown): Promise<never> {
  if (!(error instanceof UniqueConstraintViolationException)) throw error
  await em.fork().nativeUpdate(VerificationEntity, { id, verifiedAt: null }, { cancelledAt: deps.now() })
  throw new Refusal('phone_taken')
}
