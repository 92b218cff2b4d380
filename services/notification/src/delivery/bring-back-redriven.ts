import { sendJobId } from '@gatehouse/contracts'
import type { EntityManager } from '@mikro-orm/postgresql'
import { raw } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { LedgerRow } from './ledger.entity.ts'
import { later } from './timing.ts'

const ROWS_AT_ONCE = 20
// A worker that has the job is about to end it; a job that is gone comes anew from identity, within a minute.
const LOOK_AGAIN_MS = 2000

type Row = Pick<LedgerRow, 'id' | 'requeueAt' | 'readAt' | 'state'>

/**
 * Brings the jobs of redriven messages back to the queue, and does not give up before the queue has them or the message
 * is over. A crash after the redrive, or a queue that was down then, only makes it later.
 */
export async function bringBackRedriven(deps: Deps, signal?: AbortSignal): Promise<void> {
  const em = deps.orm.em.fork()
  for (;;) {
    const rows: Row[] = await dueRows(em)
    const results = await Promise.allSettled(rows.map((row) => bringBack(deps, em.fork(), row)))
    const failure = results.find((result) => result.status === 'rejected')
    if (failure) throw failure.reason
    if (rows.length < ROWS_AT_ONCE || signal?.aborted) return
  }
}

function dueRows(em: EntityManager) {
  const isDue = { requeueAt: { $lte: raw('clock_timestamp()') } }
  return em.find(LedgerRow, isDue, { orderBy: { requeueAt: 'asc' }, limit: ROWS_AT_ONCE, disableIdentityMap: true })
}

// Claimed by moving its moment on: another process passes over it, and one that dies now has only lost this try.
async function bringBack({ sends, log }: Deps, em: EntityManager, { id, requeueAt, readAt, state }: Row) {
  const next = later(readAt, LOOK_AGAIN_MS)
  if ((await em.nativeUpdate(LedgerRow, { id, requeueAt }, { requeueAt: next })) === 0) return
  const isOver = state !== 'pending' && state !== 'in_doubt'
  const job = isOver ? 'waiting' : await sends.bringBack(sendJobId(id))
  if (job === 'gone') log.warn({ message: id }, 'the job of a redriven message is gone: identity hands it over again')
  if (job === 'waiting') await em.nativeUpdate(LedgerRow, { id, requeueAt: next }, { requeueAt: null })
}
