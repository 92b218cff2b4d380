import { A_ROUND, deleteInBatches } from '@gatehouse/platform/database/delete-in-batches'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { keptSince, RETENTION_DAYS } from '../retention.ts'

/** Forgets after a year what operators did. */
export const forgetActions = ({ now }: Pick<Deps, 'now'>, em: EntityManager): Promise<void> =>
  deleteInBatches(
    em,
    'identity.operator_actions',
    'at < ?',
    [keptSince(RETENTION_DAYS.operatorActions, now())],
    A_ROUND
  )
