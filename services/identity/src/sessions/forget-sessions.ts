import { A_ROUND, deleteInBatches } from '@gatehouse/platform/database/delete-in-batches'
import type { EntityManager } from '@mikro-orm/postgresql'
import { keptSince, RETENTION_DAYS } from '../retention.ts'
import type { Listing } from './list-live-sessions.ts'

/**
 * Forgets sessions a month after they ended, by whatever way: revoked, or either lifetime over. A token of one that is
 * forgotten is refused as of one that has ended; while a session lives, a copied token still ends it.
 */
export async function forgetSessions({ now, settings }: Listing, em: EntityManager): Promise<void> {
  const since = keptSince(RETENTION_DAYS.sessions, now())
  const unused = new Date(since.getTime() - settings.refreshIdleTtl * 1000)
  // One after the other, since each has an index of its own.
  await deleteInBatches(em, 'identity.sessions', 'revoked_at < ?', [since], A_ROUND)
  await deleteInBatches(em, 'identity.sessions', 'expires_at < ?', [since], A_ROUND)
  await deleteInBatches(em, 'identity.sessions', 'refreshed_at < ?', [unused], A_ROUND)
}
