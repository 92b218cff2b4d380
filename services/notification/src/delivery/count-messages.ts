import type { EntityManager } from '@mikro-orm/postgresql'

/** What became of the messages of one country that were asked for since a moment. */
export type CountryCounts = {
  country: string
  waiting: number
  sent: number
  failed: number
  expired: number
  verified: number
  /** Of which nobody knew for a while whether the provider had them. */
  in_doubt: number
}

/** The ledger in numbers, the busiest country first. */
export const countMessages = (em: EntityManager, since: Date): Promise<CountryCounts[]> =>
  em.execute(
    `select country,
       count(*) filter (where status = 'queued')::int as waiting,
       count(*) filter (where accepted_at is not null)::int as sent,
       count(*) filter (where status = 'failed')::int as failed,
       count(*) filter (where status = 'expired')::int as expired,
       count(*) filter (where verified_at is not null)::int as verified,
       count(*) filter (where doubted_at is not null)::int as in_doubt
     from notification.sms_messages where created_at > ? group by country order by count(*) desc`,
    [since]
  )

/** Age in seconds of the oldest message that still waits to be sent, or null if none does. */
export async function oldestWaiting(em: EntityManager): Promise<number | null> {
  const [row] = await em.execute(
    `select floor(extract(epoch from clock_timestamp() - min(created_at)))::int as age
     from notification.sms_messages where state in ('pending', 'sending', 'in_doubt')`
  )
  return (row as { age: number | null }).age
}
