import type { EntityManager, ObjectQuery } from '@mikro-orm/postgresql'
import { LockMode, raw } from '@mikro-orm/postgresql'
import { LedgerRow } from './ledger.entity.ts'
import type { MessageFilter } from './message-filter.ts'
import { whereOf } from './message-filter.ts'
import { REDRIVABLE, REDRIVE_MARGIN_SECONDS } from './redrivable.ts'

// The same as `redriveRefusal`, which tells it of one message.
const due = (filter: MessageFilter): ObjectQuery<LedgerRow> => ({
  state: 'failed',
  failureKind: { $in: REDRIVABLE },
  forgottenAt: null,
  verifiedAt: null,
  // Not `clock_timestamp()`, which no index can be asked for.
  expiresAt: { $gt: raw(`now() + interval '${REDRIVE_MARGIN_SECONDS} seconds'`) },
  $and: whereOf(filter)
})

/**
 * Brings failed messages back, those first that have least time: the only way out of `failed` but a receipt. Of two
 * operators who redrive one message, one does. One that was ever in doubt goes back to its doubt, so that its provider is
 * asked before anything is sent. With the caller's transaction; `bringBackRedriven` then brings their jobs back.
 * @returns their ids
 */
export async function redriveFailed(
  em: EntityManager,
  filter: MessageFilter,
  who: string,
  atMost: number
): Promise<string[]> {
  const options = { orderBy: { expiresAt: 'asc' }, limit: atMost, disableIdentityMap: true } as const
  const lockMode = LockMode.PESSIMISTIC_PARTIAL_WRITE
  const chosen = await em.find(LedgerRow, due(filter), { ...options, lockMode })
  if (chosen.length === 0) return []
  const ids = chosen.map(({ id }) => id)
  await em.execute(REDRIVE, [`{${ids}}`, who])
  return ids
}

const REDRIVE = `
  with changed as (
    update notification.sms_messages
    set state = case when doubted_at is null then 'pending' else 'in_doubt' end,
      provider = case when doubted_at is null then null else provider end,
      status = 'queued', status_at = clock_timestamp(), reported_status = 'nothing',
      failure = null, failure_kind = null, error_code = null, deadline = null,
      redrives = redrives + 1, requeue_at = clock_timestamp(), updated_at = clock_timestamp()
    where id = any(?::uuid[])
    returning id, attempt, provider
  )
  insert into notification.message_events (message_id, at, event, attempt, provider, who)
  select id, clock_timestamp(), 'redriven', attempt, provider, ? from changed`

/** How many would be redriven now. */
export const countRedrivable = (em: EntityManager, filter: MessageFilter): Promise<number> =>
  em.count(LedgerRow, due(filter))
