import type { SmsStatusUpdate } from '@gatehouse/contracts'
import { UPDATE_JOB, updateJobId } from '@gatehouse/contracts'
import { goOnWith } from '@gatehouse/platform/tracing/span'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { LedgerRow } from './ledger.entity.ts'

/**
 * Tells identity what became of the message. Never fails: if the queue cannot be reached, the sweep tells it later.
 * Telling it twice is harmless: the update's id is made of message, status and redrives.
 */
export async function reportStatus(deps: Deps, em: EntityManager, row: LedgerRow): Promise<boolean> {
  const { id, status, redrives } = row
  try {
    const jobId = updateJobId(id, status, redrives)
    await goOnWith(row.trace, () => deps.statuses.add(UPDATE_JOB, updateOf(row), jobId))
    // Marked once the queue has it, and only if the message has not moved on meanwhile.
    await em.nativeUpdate(LedgerRow, { id, status, redrives }, { reportedStatus: status })
    return true
  } catch (error) {
    deps.log.warn({ message: id, status, error: (error as Error).name }, 'status not reported yet')
    return false
  }
}

const updateOf = ({ id, status, provider, failure, statusAt, redrives }: LedgerRow): SmsStatusUpdate => ({
  message_id: id,
  status,
  provider: provider ?? null,
  error_code: failure ?? null,
  at: statusAt.toISOString(),
  ...(redrives > 0 ? { redrives } : {})
})
