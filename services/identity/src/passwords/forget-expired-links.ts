import { deleteInBatches } from '@gatehouse/platform/database/delete-in-batches'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'

/** Removes links to a new password that nobody used in time. */
export const forgetExpiredLinks = ({ now }: Pick<Deps, 'now'>, em: EntityManager): Promise<void> =>
  deleteInBatches(em, 'identity.password_reset_links', 'expires_at < ?', [now()])
