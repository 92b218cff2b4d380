import type { QueueControl } from '@gatehouse/platform/queue/queue-store'
import { oldestWaiting } from '../../delivery/oldest-waiting.ts'
import type { Deps } from '../../deps.ts'

export const SAMPLE_EVERY_SECONDS = 15

// By the database's clock, so that of several processes one writes it.
const NOW = `to_timestamp(floor(extract(epoch from clock_timestamp()) / ${SAMPLE_EVERY_SECONDS}) * ${SAMPLE_EVERY_SECONDS})`

// The hour gets the worst of its samples: of a month there are too many to read.
const SAVE_SAMPLE = `with sample as (
    insert into notification.history_queue (grain, at, is_paused, waiting, delayed, in_hand, oldest_ms)
    values ('sample', ${NOW}, ?, ?, ?, ?, ?) on conflict do nothing returning *)
  insert into notification.history_queue as hour (grain, at, is_paused, waiting, delayed, in_hand, oldest_ms)
  select 'hour', date_trunc('hour', at, 'UTC'), is_paused, waiting, delayed, in_hand, oldest_ms from sample
  on conflict (grain, at) do update set
    is_paused = hour.is_paused or excluded.is_paused,
    waiting = greatest(hour.waiting, excluded.waiting),
    delayed = greatest(hour.delayed, excluded.delayed),
    in_hand = greatest(hour.in_hand, excluded.in_hand),
    oldest_ms = greatest(hour.oldest_ms, excluded.oldest_ms)`

const SAVE_PROVIDER = `insert into notification.provider_states (process, provider, circuit, since, seen_at)
  values (?, ?, ?, ?, clock_timestamp())
  on conflict (process, provider) do update set circuit = excluded.circuit, since = excluded.since, seen_at = excluded.seen_at`

/** Writes down how the queue of sends stands, and how the providers do as this process sees them. */
export async function sampleQueue(deps: Pick<Deps, 'orm' | 'providers' | 'workerId'>, sends: QueueControl) {
  await saveProviders(deps)
  const em = deps.orm.em.fork()
  const sampled = (await em.execute(
    `select 1 as one from notification.history_queue where grain = 'sample' and at = ${NOW}`
  )) as unknown[]
  if (sampled.length > 0) return
  const { isPaused, waiting, delayed, inHand, oldestWaitingMs } = await sends.state()
  const oldestMs = Math.max(oldestWaitingMs ?? 0, ((await oldestWaiting(em)) ?? 0) * 1000)
  await em.execute(SAVE_SAMPLE, [isPaused, waiting, delayed, inHand, Math.round(oldestMs)])
}

async function saveProviders({ orm, providers, workerId }: Pick<Deps, 'orm' | 'providers' | 'workerId'>) {
  const em = orm.em.fork()
  for (const { name, health } of providers) {
    if (!health) continue
    const { circuit, since } = health()
    await em.execute(SAVE_PROVIDER, [workerId, name, circuit, since])
  }
}
