import type { EntityManager } from '@mikro-orm/postgresql'
import { LedgerRow } from './ledger.entity.ts'

/** Takes away what could lead back to the person, and leaves the figures. */
export const eraseFromLedger = (em: EntityManager, id: string) =>
  em.nativeUpdate(LedgerRow, { id }, { numberEnding: null, providerMessageId: null })
