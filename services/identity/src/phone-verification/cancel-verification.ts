import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { VerificationEntity } from './verification.entity.ts'

/** Makes the user's open code worthless, with the caller's transaction. */
export const cancelVerification = ({ now }: Deps, em: EntityManager, userId: string) =>
  em.nativeUpdate(
    VerificationEntity,
    { user: userId, purpose: 'phone_verification', verifiedAt: null, cancelledAt: null },
    { cancelledAt: now() }
  )
