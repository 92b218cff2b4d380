import { until } from '../fixtures/until.ts'
import type { House } from './house.ts'

const MOMENTS = 7000

// Few at night, most before noon and in the evening.
const BUSY = `(0.08 + 0.6 * exp(-power((hour - 10.5) / 3, 2)) + 0.75 * exp(-power((hour - 19) / 2.5, 2)))`
const hourOf = (moment: string) => `extract(epoch from (${moment} at time zone 'Europe/Berlin')::time) / 3600`

const ASKED = `select * from (select
    (array['US','US','US','DE','DE','FR','GB','GB','IN','BR','NG','ES'])[1 + floor(random() * 12)::int] as country,
    at, ${hourOf('at')} as hour, make_interval(secs => exp(random() * 2.2 - 1.6)) as took,
    lpad(floor(random() * 1000)::int::text, 3, '0') as ending, random() as fate, random() as luck
  from generate_series(1, ${MOMENTS}) as n,
    lateral (select now() - interval '2 minutes' - random() * interval '1438 minutes' + n * interval '0 s' as at) as moments
  ) as moments where luck < ${BUSY}`

const FATES = `select *, case when fate < 0.955 then 'delivered' when fate < 0.98 then 'undelivered'
    when fate < 0.996 then 'failed' else 'expired' end as state from asked`

const MESSAGES_OF_TODAY = `with asked as (${ASKED}), messages as (${FATES})
  insert into notification.sms_messages (id, purpose, template, locale, country, number_ending, state, status, status_at,
    reported_status, attempt, provider, expires_at, accepted_at, delivered_at, verified_at, created_at, updated_at,
    failure, failure_kind, error_code)
  select uuidv7(at - interval '80 ms' - clock_timestamp()),
    'phone_verification', 'phone_verification', 'en', country, ending, state, state, at + took * 2,
    state, case when state = 'expired' then 0 else 1 end, case when state <> 'expired' then 'twilio' end,
    at + interval '10 minutes', case when state in ('delivered', 'undelivered') then at + took end,
    case when state = 'delivered' then at + took * 4 end,
    case when state = 'delivered' and random() < case country when 'NG' then 0.55 when 'IN' then 0.72 else 0.9 end
      then at + took * 30 end,
    at, at + took * 4,
    case state when 'failed' then 'invalid_number' when 'undelivered' then 'unreachable' when 'expired' then 'expired' end,
    case state when 'failed' then 'permanent' end,
    case state when 'failed' then '21211' when 'undelivered' then '30003' end
  from messages`

const SAMPLES_OF_TODAY = `insert into notification.history_queue (grain, at, is_paused, waiting, delayed, in_hand, oldest_ms)
  select 'sample', at, false, (power(random(), 9) * 9 * ${BUSY})::int, 0, (random() * 4 * ${BUSY})::int,
    (power(random(), 6) * 2400 * ${BUSY})::int
  from (select at, ${hourOf('at')} as hour
    from generate_series(date_trunc('minute', now()) - interval '24 hours', now() - interval '1 minute', interval '15 s') as at
  ) as moments on conflict do nothing`

/**
 * A day before the test began, which nobody could wait for. Written into the ledger; the figures are made of it by the
 * service, as of any message.
 */
export async function earlierToday({ stack: { query } }: Pick<House, 'stack'>) {
  await query(`begin; select setseed(0.42); ${MESSAGES_OF_TODAY}; ${SAMPLES_OF_TODAY}; commit`)
  await until('the figures are made', async () => {
    const [left] = await query<{ count: number }>('select count(*)::int from notification.history_touches')
    return left?.count === 0
  })
}
