import { raw } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { LedgerRow } from './ledger.entity.ts'
import { OPEN_STATES, turnOf } from './ledger.ts'
import { moveUnreported } from './move-row.ts'

const ROWS_AT_ONCE = 100

/** Ends messages whose life is over and whose job is gone or stuck, so that nobody waits for them. */
export async function expireOverdue(deps: Deps): Promise<void> {
  const em = deps.orm.em.fork()
  const overdue = { state: { $in: OPEN_STATES }, expiresAt: { $lt: raw('clock_timestamp()') } }
  const options = { orderBy: { expiresAt: 'asc' }, limit: ROWS_AT_ONCE, disableIdentityMap: true } as const
  for (const row of await em.find(LedgerRow, overdue, options)) {
    // One that is being sent is left to its worker until the deadline.
    if (turnOf(row, row.readAt) !== 'expired') continue
    await moveUnreported(em, row, { state: 'expired', failure: 'expired', deadline: null }, row.readAt)
  }
}
