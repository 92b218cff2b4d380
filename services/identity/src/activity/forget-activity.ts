import { deleteInBatches } from '@gatehouse/platform/database/delete-in-batches'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'

const KEPT_MS = 90 * 24 * 3600 * 1000

/** Removes history that is older than ninety days: long enough to find an intruder, and then it is only personal data. */
export const forgetActivity = ({ now }: Pick<Deps, 'now'>, em: EntityManager): Promise<void> =>
  deleteInBatches(em, 'identity.activity', 'at < ?', [new Date(now().getTime() - KEPT_MS)])
