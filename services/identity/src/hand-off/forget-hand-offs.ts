import { deleteInBatches } from '@gatehouse/platform/database/delete-in-batches'
import type { EntityManager } from '@mikro-orm/postgresql'

const KEPT_MS = 24 * 3600 * 1000

/** Removes hand-offs a day after the queue had them. */
export const forgetHandOffs = ({ now }: { now: () => Date }, em: EntityManager): Promise<void> =>
  deleteInBatches(em, 'identity.hand_offs', 'handed_over_at < ?', [new Date(now().getTime() - KEPT_MS)])
