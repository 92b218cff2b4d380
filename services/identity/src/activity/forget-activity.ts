import { A_ROUND, deleteInBatches } from '@gatehouse/platform/database/delete-in-batches'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { keptSince, RETENTION_DAYS } from '../retention.ts'

/** Removes history that is older than ninety days: long enough to find an intruder, and then it is only personal data. */
export const forgetActivity = ({ now }: Pick<Deps, 'now'>, em: EntityManager): Promise<void> =>
  deleteInBatches(em, 'identity.activity', 'at < ?', [keptSince(RETENTION_DAYS.activity, now())], A_ROUND)
