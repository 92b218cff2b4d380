import { deleteInBatches } from '@gatehouse/platform/database/delete-in-batches'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'

/** Removes limits that no longer count anything. */
export const forgetLimits = ({ now }: Pick<Deps, 'now'>, em: EntityManager): Promise<void> =>
  deleteInBatches(em, 'identity.limits', 'expires_at < ?', [now()])
