import type { EntityManager, QueryBuilder } from '@mikro-orm/postgresql'
import type { LedgerRow } from './ledger.entity.ts'
import type { State } from './ledger.ts'

/**
 * What a change of the ledger says in a message's timeline. `at`: by the ledger's clock, else now. `code` is a word of the
 * provider's or of ours.
 */
export type Noted = { at?: Date; event: State; attempt: number; provider?: string | null; code?: string | null }

/**
 * Changes the ledger and notes it in the message's timeline, in one statement: neither is ever there without the other,
 * and it costs no second trip.
 * @param change an update or insert of one message that returns its id
 * @returns whether it changed anything
 */
export async function changeNoted(
  em: EntityManager,
  change: Pick<QueryBuilder<LedgerRow>, 'toQuery'>,
  { at, event, attempt, provider = null, code = null }: Noted
): Promise<boolean> {
  const { sql, params } = change.toQuery()
  const noted = await em.execute(
    `with changed as (${sql})
     insert into notification.message_events (message_id, at, event, attempt, provider, code)
     select id, coalesce(?::timestamptz, clock_timestamp()), ?::text, ?::int, ?::text, ?::text from changed returning message_id`,
    [...params, at ?? null, event, attempt, provider, code]
  )
  return (noted as unknown[]).length > 0
}
