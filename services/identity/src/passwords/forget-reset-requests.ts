import { deleteInBatches } from '@gatehouse/platform/database/delete-in-batches'
import type { EntityManager } from '@mikro-orm/postgresql'

/**
 * Drops what was asked for this address, with the caller's transaction, which holds the user's lock. One that is being
 * answered at this moment waits for that lock, and then finds no account and goes by itself: waiting for it here would
 * be each for the other.
 */
export const forgetResetRequests = (em: EntityManager, email: string): Promise<void> =>
  deleteInBatches(em, 'identity.password_reset_requests', 'email = ?', [email])
