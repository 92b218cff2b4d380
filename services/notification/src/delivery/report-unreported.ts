import { LockMode, raw } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { LedgerRow } from './ledger.entity.ts'
import { reportStatus } from './report-status.ts'

const ROWS_AT_ONCE = 100

/** Reports every status that the queue does not have yet. Of several processes, each takes rows of its own. */
export async function reportUnreported(deps: Deps): Promise<void> {
  await deps.orm.em.fork().transactional(async (em) => {
    const rows = await em.find(
      LedgerRow,
      { [raw('status')]: { $ne: raw('reported_status') } },
      { orderBy: { statusAt: 'asc' }, limit: ROWS_AT_ONCE, lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE }
    )
    for (const row of rows) if (!(await reportStatus(deps, em, row))) return
  })
}
