import type { EntityManager, FilterQuery } from '@mikro-orm/postgresql'
import { LedgerRow } from './ledger.entity.ts'
import type { MessageFilter } from './message-filter.ts'
import { whereOf } from './message-filter.ts'

/** Where a page of the list ended: the next one goes on after it, whatever came meanwhile. */
export type Place = { createdAt: Date; id: string }

/** Messages as the ledger has them, newest first. Each filter, and the place, is found by an index. */
export function listRows(em: EntityManager, filter: MessageFilter, after: Place | undefined, limit: number) {
  const where = { $and: [...whereOf(filter), after ? olderThan(after) : {}] }
  const order = { createdAt: 'desc', id: 'desc' } as const
  return em.find(LedgerRow, where, { orderBy: order, limit, disableIdentityMap: true })
}

const olderThan = ({ createdAt, id }: Place): FilterQuery<LedgerRow> => ({
  createdAt: { $lte: createdAt },
  $or: [{ createdAt: { $lt: createdAt } }, { id: { $lt: id } }]
})
