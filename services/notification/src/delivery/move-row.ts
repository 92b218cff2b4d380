import { traceParent } from '@gatehouse/platform/tracing/trace-parent'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { changeNoted } from './change-noted.ts'
import { countMove } from './count-move.ts'
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
    | 'failureKind'
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
  const changes = { ...move, ...doubted, status, statusAt, trace: traceParent() ?? row.trace, updatedAt: now }
  const standing = { id: row.id, attempt: row.attempt, state: { $in: before(move.state) } }
  const change = em.createQueryBuilder(LedgerRow).update(changes).where(standing).returning('id')
  const provider = move.provider ?? row.provider
  const code = move.errorCode ?? move.failure
  const event = { at: now, event: move.state, attempt: move.attempt ?? row.attempt, provider, code }
  if (!(await changeNoted(em, change, event))) return false
  const wasAccepted = row.acceptedAt != null
  Object.assign(row, changes)
  countMove(row, wasAccepted, now)
  return true
}
