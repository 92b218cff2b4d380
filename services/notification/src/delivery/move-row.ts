import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { LedgerRow } from './ledger.entity.ts'
import type { State } from './ledger.ts'
import { before, publicStatus } from './ledger.ts'
import { reportStatus } from './report-status.ts'

export type Move = { state: State } & Partial<
  Pick<
    LedgerRow,
    | 'attempt'
    | 'provider'
    | 'providerMessageId'
    | 'claimedBy'
    | 'claimedAt'
    | 'deadline'
    | 'failure'
    | 'errorCode'
    | 'acceptedAt'
    | 'deliveredAt'
    | 'nextAskAt'
  >
>

/**
 * Moves a message on if it still stands where `row` says: of two workers that try, one succeeds. Committed when it
 * answers; a change that the person can see is reported after the commit.
 */
export async function moveRow(deps: Deps, em: EntityManager, row: LedgerRow, move: Move, now: Date): Promise<boolean> {
  if (!(await moveUnreported(em, row, move, now))) return false
  if (row.status !== row.reportedStatus) await reportStatus(deps, em, row)
  return true
}

/** The same, told by the sweep of reports alone. */
export async function moveUnreported(em: EntityManager, row: LedgerRow, move: Move, now: Date): Promise<boolean> {
  const status = publicStatus(move.state)
  const statusAt = status === row.status ? row.statusAt : now
  const doubted = move.state === 'in_doubt' ? { doubtedAt: row.doubtedAt ?? now } : {}
  const changes = { ...move, ...doubted, status, statusAt, updatedAt: now }
  const standing = { id: row.id, attempt: row.attempt, state: { $in: before(move.state) } }
  const moved = await em.nativeUpdate(LedgerRow, standing, changes)
  if (moved === 0) return false
  Object.assign(row, changes)
  return true
}
