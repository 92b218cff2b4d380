import type { Purpose } from '@gatehouse/contracts'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { VerificationEntity } from './verification.entity.ts'
import { MAX_FAILED_ATTEMPTS } from './verification.ts'

/**
 * Makes the user's living codes worthless, with the caller's transaction: for whatever purpose if the number is no
 * longer theirs, or for one. A code that is dead already stays what it is.
 */
export const cancelVerifications = ({ now }: Pick<Deps, 'now'>, em: EntityManager, userId: string, purpose?: Purpose) =>
  em.nativeUpdate(
    VerificationEntity,
    {
      user: userId,
      ...(purpose && { purpose }),
      verifiedAt: null,
      cancelledAt: null,
      failedAttempts: { $lt: MAX_FAILED_ATTEMPTS },
      expiresAt: { $gt: now() }
    },
    { cancelledAt: now() }
  )
