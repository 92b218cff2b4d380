import { deleteInBatches } from '@gatehouse/platform/database/delete-in-batches'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'

/** Removes what nobody accepts any more: tokens that have expired, and codes that no frontend fetched. */
export async function forgetSpent({ now }: Pick<Deps, 'now'>, em: EntityManager) {
  await deleteInBatches(em, 'identity.spent_tokens', 'expires_at < ?', [now()])
  await deleteInBatches(em, 'identity.exchange_codes', 'expires_at < ?', [now()])
}
