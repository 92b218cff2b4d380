import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { VerificationEntity } from './verification.entity.ts'
import { MAX_FAILED_ATTEMPTS } from './verification.ts'

/**
 * Makes the user's living codes worthless, for whatever purpose, with the caller's transaction: the number is no longer
 * theirs. One that is dead already stays what it is.
 */
export const cancelVerifications = ({ now }: Deps, em: EntityManager, userId: string) =>
  em.nativeUpdate(
    VerificationEntity,
    {
      user: userId,
      verifiedAt: null,
      cancelledAt: null,
      failedAttempts: { $lt: MAX_FAILED_ATTEMPTS },
      expiresAt: { $gt: now() }
    },
    { cancelledAt: now() }
  )
