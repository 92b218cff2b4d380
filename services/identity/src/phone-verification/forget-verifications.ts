import { A_ROUND, deleteInBatches } from '@gatehouse/platform/database/delete-in-batches'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { keptSince, RETENTION_DAYS } from '../retention.ts'

/**
 * Forgets codes, and with them their messages, a month after their end. No limit depends on them by then: failures count
 * for a day, messages by the table of limits.
 */
export const forgetVerifications = ({ now }: Pick<Deps, 'now'>, em: EntityManager): Promise<void> =>
  deleteInBatches(
    em,
    'identity.phone_verifications',
    'expires_at < ?',
    [keptSince(RETENTION_DAYS.verifications, now())],
    A_ROUND
  )
