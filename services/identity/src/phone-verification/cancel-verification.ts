import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { VerificationEntity } from './verification.entity.ts'
import { MAX_FAILED_ATTEMPTS } from './verification.ts'

/** Makes the user's living code worthless, with the caller's transaction. One that is dead already stays what it is. */
export const cancelVerification = ({ now }: Deps, em: EntityManager, userId: string) =>
  em.nativeUpdate(
    VerificationEntity,
    {
      user: userId,
      purpose: 'phone_verification',
      verifiedAt: null,
      cancelledAt: null,
      failedAttempts: { $lt: MAX_FAILED_ATTEMPTS },
      expiresAt: { $gt: now() }
    },
    { cancelledAt: now() }
  )
