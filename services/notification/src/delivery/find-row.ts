import type { EntityManager } from '@mikro-orm/postgresql'
import { LedgerRow } from './ledger.entity.ts'
import { MessageEvent } from './message-event.entity.ts'

// A message that is asked for and redriven for ever would not make a page that never ends.
const MOST_EVENTS = 500

/** One message and its moves in their order, or undefined. */
export async function findRow(em: EntityManager, id: string) {
  const row = await em.findOne(LedgerRow, id, { disableIdentityMap: true })
  if (!row) return undefined
  const options = { orderBy: { number: 'asc' }, limit: MOST_EVENTS, disableIdentityMap: true } as const
  return { row, events: await em.find(MessageEvent, { message: id }, options) }
}
