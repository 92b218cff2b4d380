import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../../deps.ts'
import { keptSince, RETENTION_DAYS } from '../../retention.ts'
import { RECOUNT_HOURS, RECOUNT_MINUTES, RECOUNT_SEND_TIME_HOURS, RECOUNT_SEND_TIMES } from './recount-sql.ts'

// So that a round ends long before its time-out, also when each minute holds thousands of messages.
const MINUTES_AT_ONCE = 60
const TOUCHES_AT_ONCE = 5000

const ONE_AT_A_TIME = `select pg_try_advisory_xact_lock(hashtext('gatehouse: history')) as is_mine`

// The newest first: after a rest the charts of now are right at once.
const TAKE_TOUCHES = `delete from notification.history_touches where id = any(array(
    select id from (
      select id, dense_rank() over (order by minute desc) as nth
      from (select id, minute from notification.history_touches order by minute desc limit ${TOUCHES_AT_ONCE}) as newest
    ) as numbered where nth <= ${MINUTES_AT_ONCE}))
  returning minute`

/**
 * Makes the figures of every minute again in which something changed since. Whole, from the ledger: it does no harm to
 * do it twice, and a late receipt or verification finds its minute. Of several processes one counts at a time; an older
 * count can so never overwrite a newer one.
 */
export async function recountHistory({ orm }: Pick<Deps, 'orm'>, signal?: AbortSignal): Promise<void> {
  let isMore = true
  while (isMore && !signal?.aborted) isMore = await orm.em.fork().transactional(recountSome)
}

// What is committed between the two looks is counted already, and its touch makes it be counted once more: in the next
// round, else a busy service would count without a pause.
async function recountSome(em: EntityManager): Promise<boolean> {
  const [lock] = (await em.execute(ONE_AT_A_TIME)) as { is_mine: boolean }[]
  if (!lock?.is_mine) return false
  const touches = (await em.execute(TAKE_TOUCHES)) as { minute: Date }[]
  const touched = [...new Set(touches.map(({ minute }) => new Date(minute).toISOString()))]
  const minutes = kept(touched)
  if (minutes.length > 0) await recount(em, minutes)
  return touches.length === TOUCHES_AT_ONCE || touched.length === MINUTES_AT_ONCE
}

const kept = (minutes: string[]) => {
  const since = keptSince(RETENTION_DAYS.figures, new Date()).toISOString()
  return minutes.filter((minute) => minute > since)
}

async function recount(em: EntityManager, minutes: string[]) {
  const given = [minutes.join(',')]
  for (const [remove, count] of [RECOUNT_MINUTES, RECOUNT_HOURS, RECOUNT_SEND_TIMES, RECOUNT_SEND_TIME_HOURS]) {
    await em.execute(remove, given)
    await em.execute(count, given)
  }
}
