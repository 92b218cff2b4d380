import { A_ROUND, deleteInBatches } from '@gatehouse/platform/database/delete-in-batches'
import type { EntityManager } from '@mikro-orm/postgresql'
import { keptSince, RETENTION_DAYS } from '../retention.ts'

/** Removes hand-offs a day after the queue had them. */
export const forgetHandOffs = ({ now }: { now: () => Date }, em: EntityManager): Promise<void> =>
  deleteInBatches(em, 'identity.hand_offs', 'handed_over_at < ?', [keptSince(RETENTION_DAYS.handOffs, now())], A_ROUND)
