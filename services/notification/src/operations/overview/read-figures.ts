import type { EntityManager } from '@mikro-orm/postgresql'
import type { Range } from './range.ts'
import type { SendTimes } from './send-times.ts'

export type Tally = { sent: number; failed: number; expired: number }
export type QueueBar = { waiting: number; in_hand: number; oldest_ms: number; is_paused: boolean }
export type Bar = { start: Date } & Tally & { times: SendTimes; queue: QueueBar | undefined }
export type Conversion = {
  name: string
  asked: number
  accepted: number
  delivered: number
  verified: number
  in_doubt: number
} & Tally

const BAR = "extract(epoch from date_bin(make_interval(secs => ?), start, 'epoch'))::bigint::text as bar"
const WITHIN = 'where grain = ? and start >= ?'
type OfBar<T> = T & { bar: string }

/** What the charts of a range show, one entry for each bar. */
export async function readBars(em: EntityManager, { since, barMs, grain, starts }: Range): Promise<Bar[]> {
  const given = [barMs / 1000, grain, since]
  const tallies: Promise<OfBar<Tally>[]> = em.execute(
    `select ${BAR}, sum(sent)::int as sent, sum(failed)::int as failed, sum(expired)::int as expired
     from notification.history_tallies ${WITHIN} group by 1`,
    given
  )
  const times: Promise<OfBar<SendTimes[number]>[]> = em.execute(
    `select ${BAR}, bucket, sum(count)::int as count from notification.history_send_times ${WITHIN} group by 1, 2`,
    given
  )
  const queue: Promise<OfBar<QueueBar>[]> = em.execute(
    `select ${BAR.replace(', start,', ', at,')}, max(waiting + delayed) as waiting, max(in_hand) as in_hand,
       max(oldest_ms)::float8 as oldest_ms, bool_or(is_paused) as is_paused
     from notification.history_queue where grain = ? and at >= ? group by 1`,
    [barMs / 1000, grain === 'hour' ? 'hour' : 'sample', since]
  )
  const rows = await Promise.all([tallies, times, queue])
  const [talliesOf, timesOf, queueOf] = [byBar(rows[0]), byBar(rows[1]), byBar(rows[2])]
  return starts.map((start) => {
    const { sent = 0, failed = 0, expired = 0 } = talliesOf(start)[0] ?? {}
    return { start, sent, failed, expired, times: timesOf(start), queue: queueOf(start)[0] }
  })
}

function byBar<T extends { bar: string }>(rows: T[]): (start: Date) => T[] {
  const bars = Map.groupBy(rows, ({ bar }) => Number(bar) * 1000)
  return (start) => bars.get(start.getTime()) ?? []
}

/** What happened, and what became of the messages that were asked for in this time, the most asked first. */
export const readConversion = (
  em: EntityManager,
  by: 'country' | 'provider',
  { grain, since }: Range
): Promise<Conversion[]> =>
  em.execute(
    `select ${by} as name, sum(asked)::int as asked, sum(accepted)::int as accepted, sum(delivered)::int as delivered,
       sum(verified)::int as verified, sum(in_doubt)::int as in_doubt,
       sum(sent)::int as sent, sum(failed)::int as failed, sum(expired)::int as expired
     from notification.history_tallies ${WITHIN} group by 1 order by sum(asked) desc, 1`,
    [grain, since]
  )

/** How far the figures are behind the ledger, in milliseconds. */
export async function readLag(em: EntityManager): Promise<number> {
  const [oldest] = (await em.execute(
    `select extract(epoch from clock_timestamp() - touched_at)::float8 * 1000 as ms
     from notification.history_touches order by id limit 1`
  )) as { ms: number }[]
  return oldest?.ms ?? 0
}
