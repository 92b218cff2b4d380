import type { EntityManager } from '@mikro-orm/postgresql'
import { countVerified } from './count-move.ts'
import type { LedgerRow } from './ledger.entity.ts'

/** Notes when the code was typed. The first report counts. */
export async function markVerified(em: EntityManager, id: string, at: Date) {
  const rows = await em.execute(
    `update notification.sms_messages set verified_at = ? where id = ? and verified_at is null
     returning provider, country`,
    [at, id]
  )
  for (const row of rows as Pick<LedgerRow, 'provider' | 'country'>[]) countVerified(row)
}
