import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { VerificationEntity } from './verification.entity.ts'

/**
 * Closes every open code of the user, with the caller's transaction, even one that looks dead: its last try may be the
 * right one, counted already and about to be judged. For when whoever asked for the codes loses the account.
 */
export const abandonVerifications = ({ now }: Pick<Deps, 'now'>, em: EntityManager, userId: string) =>
  em.nativeUpdate(VerificationEntity, { user: userId, verifiedAt: null, cancelledAt: null }, { cancelledAt: now() })
