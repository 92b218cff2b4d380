import { A_ROUND, deleteInBatches } from '@gatehouse/platform/database/delete-in-batches'
import type { EntityManager } from '@mikro-orm/postgresql'
import { keptSince, RETENTION_DAYS } from '../retention.ts'
import { OPEN_STATES } from './ledger.ts'

// By the age of the row first: that has an index. Nobody asks for a receipt any more an hour after the send, so that one
// which never came holds nothing; a report that the queue has not got yet does.
const ENDED = `created_at < ? and status_at < ? and status = reported_status
  and state not in (${OPEN_STATES.map((state) => `'${state}'`).join()})`

/** Forgets messages, with their events, a month after their end. */
export function forgetEnded(em: EntityManager, now: Date): Promise<void> {
  const since = keptSince(RETENTION_DAYS.messages, now)
  return deleteInBatches(em, 'notification.sms_messages', ENDED, [since, since], A_ROUND)
}
