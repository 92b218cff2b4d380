import type { EntityManager } from '@mikro-orm/postgresql'
import { LedgerRow } from './ledger.entity.ts'

/** Notes when the code was typed. The first report counts. */
export const markVerified = (em: EntityManager, id: string, at: Date) =>
  em.nativeUpdate(LedgerRow, { id, verifiedAt: null }, { verifiedAt: at })
