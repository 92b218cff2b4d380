import type { ObjectQuery } from '@mikro-orm/postgresql'
import type { LedgerRow } from './ledger.entity.ts'
import type { State } from './ledger.ts'

/** Which messages are meant. `from` and `before`: when they came to the ledger. */
export type MessageFilter = {
  id?: string
  state?: State
  country?: string
  provider?: string
  from?: Date
  before?: Date
}

/** The filter as a condition on the ledger. */
export function whereOf({ from, before, ...equal }: MessageFilter): ObjectQuery<LedgerRow>[] {
  return [equal, from ? { createdAt: { $gte: from } } : {}, before ? { createdAt: { $lt: before } } : {}]
}
