import { SMS_QUEUE } from '@gatehouse/contracts'
import type { QueueControl, QueueState } from '@gatehouse/platform/queue/queue-store'
import { oldestWaiting } from '../../delivery/oldest-waiting.ts'
import type { Deps } from '../../deps.ts'
import type { Handling } from '../actions/last-handling.ts'
import { lastHandling } from '../actions/last-handling.ts'
import type { RangeKey } from './range.ts'
import { rangeAt } from './range.ts'
import { readBars, readConversion, readLag } from './read-figures.ts'
import { readProviders } from './read-providers.ts'

export type Overview = Awaited<ReturnType<typeof readOverview>>
export type Sending = (QueueState & { oldestMs: number | null; handling: Handling | undefined }) | undefined

type Tools = Pick<Deps, 'orm' | 'providers' | 'workerId' | 'log'>

/** Everything that the overview shows. A queue whose store is down leaves `sending` undefined, and the rest as it is. */
export async function readOverview(deps: Tools, sends: QueueControl, rangeKey: RangeKey, now: Date) {
  const em = deps.orm.em.fork()
  const [range, hour] = [rangeAt(rangeKey, now), rangeAt('1h', now)]
  const queue = sends.state().catch((error: Error) => {
    deps.log.warn({ reason: error.message }, 'the queue could not be looked at')
    return undefined
  })
  // Three questions at a time: the workers share these connections.
  const bars = await readBars(em, range)
  const hourBars = rangeKey === '1h' ? bars : await readBars(em, hour)
  const tables = [readConversion(em, 'country', range), readConversion(em, 'provider', range)] as const
  const [countries, byProvider, providers] = await Promise.all([...tables, readProviders(em, deps)])
  const [lagMs, sending] = await Promise.all([readLag(em), sendingState(deps, await queue)])
  return { now, rangeKey, bars, hour: hourBars, countries, byProvider, providers, lagMs, sending }
}

async function sendingState({ orm }: Tools, queue: QueueState | undefined): Promise<Sending> {
  if (!queue) return undefined
  const em = orm.em.fork()
  const inLedger = await oldestWaiting(em)
  const ages = [queue.oldestWaitingMs, inLedger === null ? null : inLedger * 1000].filter((age) => age !== null)
  const oldestMs = ages.length > 0 ? Math.max(...ages) : null
  return { ...queue, oldestMs, handling: queue.isPaused ? await lastHandling(em, SMS_QUEUE) : undefined }
}
