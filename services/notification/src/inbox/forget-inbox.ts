import { A_ROUND, deleteInBatches } from '@gatehouse/platform/database/delete-in-batches'
import type { EntityManager } from '@mikro-orm/postgresql'
import { keptSince, RETENTION_DAYS } from '../retention.ts'

/** Empties the inbox of what is older than a week. */
export const forgetInbox = (em: EntityManager, now: Date): Promise<void> =>
  deleteInBatches(em, 'notification.inbox_messages', 'sent_at < ?', [keptSince(RETENTION_DAYS.inbox, now)], A_ROUND)
