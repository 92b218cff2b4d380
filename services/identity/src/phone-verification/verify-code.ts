import { Refusal, tooMany } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { UserEntity } from '../accounts/user.entity.ts'
import type { Deps } from '../deps.ts'
import type { Session } from '../sessions/find-session.ts'
import type { Origin } from '../sessions/open-session.ts'
import { countAttempt, refuseAfterManyFailures } from './attempts.ts'
import { claimNumber } from './claim-number.ts'
import { isSameCode } from './code.ts'
import { codeOf } from './code-of.ts'
import { VerificationEntity } from './verification.entity.ts'
import { MAX_FAILED_ATTEMPTS } from './verification.ts'

export type Attempt = { code: string; origin: Origin }

/** Proves the phone by its code. A code works once, and only for the user, number and purpose it was made for. */
export async function verifyCode(
  deps: Deps,
  em: EntityManager,
  session: Session,
  { code, origin }: Attempt
): Promise<UserEntity> {
  const verification = await findOpen(deps, em, session.user.id)
  const failed = await countAttempt(deps, em.fork(), verification.id)
  if (failed === null) return refuseAttempt(deps, em, verification)
  const expected = codeOf(deps, verification)
  if (expected === null || !isSameCode(expected, code)) {
    throw new Refusal('invalid_code', { attempts_remaining: MAX_FAILED_ATTEMPTS - failed })
  }
  const verified = await claimNumber(deps, em, session, verification, origin)
  deps.relay.wake()
  return verified
}

async function findOpen({ now }: Deps, em: EntityManager, userId: string): Promise<VerificationEntity> {
  const open = { user: userId, purpose: 'phone_verification', verifiedAt: null, cancelledAt: null } as const
  const verification = await em.findOne(VerificationEntity, open)
  if (!verification || verification.failedAttempts >= MAX_FAILED_ATTEMPTS) throw new Refusal('no_pending_verification')
  if (verification.expiresAt <= now()) throw new Refusal('code_expired')
  return verification
}

// Between the look and the count another request may have used, locked or replaced it: look again to say what happened.
async function refuseAttempt(deps: Deps, em: EntityManager, { user, phoneNumber }: VerificationEntity): Promise<never> {
  await findOpen(deps, em.fork(), user.id)
  await refuseAfterManyFailures(deps, em, user.id, phoneNumber)
  throw tooMany(1)
}
