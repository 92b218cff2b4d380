/** Each: what is removed, and what takes its place. The one value is a list of minutes. */
type Recount = readonly [remove: string, count: string]

const MINUTES = "select minute from unnest(string_to_array(?, ',')::timestamptz[]) as minute"
const HOURS = "select distinct date_trunc('hour', minute, 'UTC') as hour from minutes"

const FIGURES = ['sent', 'failed', 'expired', 'asked', 'accepted', 'delivered', 'verified', 'in_doubt']
const sums = FIGURES.map((figure) => `sum(${figure})::int`).join(', ')

// One look into the index for each minute: a join would read the whole ledger while the planner knows little of it.
const within = (column: string, and = '') => `minutes cross join lateral (
    select * from notification.sms_messages
    where ${column} >= minute and ${column} < minute + interval '1 minute' ${and} offset 0) as messages`

// What happened in the minute, and what became of those that were asked for in it: not the same messages.
export const RECOUNT_MINUTES: Recount = [
  `delete from notification.history_tallies where grain = 'minute' and start in (${MINUTES})`,
  `with minutes as (${MINUTES}),
  counted as (
    select minute, country, provider, 1 as sent, 0 as failed, 0 as expired,
      0 as asked, 0 as accepted, 0 as delivered, 0 as verified, 0 as in_doubt
    from ${within('accepted_at')}
    union all
    select minute, country, provider, 0, (status = 'failed')::int, (status = 'expired')::int, 0, 0, 0, 0, 0
    from ${within('status_at', "and status in ('failed', 'expired')")}
    union all
    select minute, country, provider, 0, 0, 0, 1, (accepted_at is not null)::int, (status = 'delivered')::int,
      (verified_at is not null)::int, (doubted_at is not null)::int
    from ${within('created_at')}
  )
  insert into notification.history_tallies (grain, start, country, provider, ${FIGURES.join(', ')})
  select 'minute', minute, country, coalesce(provider, ''), ${sums} from counted group by 2, 3, 4`
]

export const RECOUNT_HOURS: Recount = [
  `with minutes as (${MINUTES})
  delete from notification.history_tallies where grain = 'hour' and start in (${HOURS})`,
  `with minutes as (${MINUTES}), hours as (${HOURS})
  insert into notification.history_tallies (grain, start, country, provider, ${FIGURES.join(', ')})
  select 'hour', hour, country, provider, ${sums}
  from hours join notification.history_tallies
    on grain = 'minute' and start >= hour and start < hour + interval '1 hour'
  group by 2, 3, 4`
]

// The message's id tells when it was asked for (UUIDv7); one that cannot be right, or is of another kind, does not.
const ASKED = `cross join lateral (select extract(epoch from created_at)::float8 as came,
    case when substr(id::text, 15, 1) = '7'
      then ('x' || translate(left(id::text, 13), '-', ''))::bit(48)::bigint / 1000.0::float8 end as told) as times`
const ASKED_AT = `case when told between came - 86400 and came then told else came end`
// Tenths of a power of ten: a quarter more from one to the next, and any two sums of them can be added.
const BUCKET = `ceil(10 * log(greatest(1, (extract(epoch from accepted_at)::float8 - ${ASKED_AT}) * 1000)))::smallint`

export const RECOUNT_SEND_TIMES: Recount = [
  `delete from notification.history_send_times where grain = 'minute' and start in (${MINUTES})`,
  `with minutes as (${MINUTES})
  insert into notification.history_send_times (grain, start, bucket, count)
  select 'minute', minute, ${BUCKET}, count(*) from ${within('accepted_at')} ${ASKED} group by 2, 3`
]

export const RECOUNT_SEND_TIME_HOURS: Recount = [
  `with minutes as (${MINUTES})
  delete from notification.history_send_times where grain = 'hour' and start in (${HOURS})`,
  `with minutes as (${MINUTES}), hours as (${HOURS})
  insert into notification.history_send_times (grain, start, bucket, count)
  select 'hour', hour, bucket, sum(count)
  from hours join notification.history_send_times
    on grain = 'minute' and start >= hour and start < hour + interval '1 hour'
  group by 2, 3`
]
