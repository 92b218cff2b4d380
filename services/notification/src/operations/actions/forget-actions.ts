import { A_ROUND, deleteInBatches } from '@gatehouse/platform/database/delete-in-batches'
import type { EntityManager } from '@mikro-orm/postgresql'
import { keptSince, RETENTION_DAYS } from '../../retention.ts'

/** Forgets after a year what operators did. */
export const forgetActions = (em: EntityManager, now: Date): Promise<void> =>
  deleteInBatches(
    em,
    'notification.operator_actions',
    'at < ?',
    [keptSince(RETENTION_DAYS.operatorActions, now)],
    A_ROUND
  )
