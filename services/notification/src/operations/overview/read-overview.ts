import { SMS_QUEUE } from '@gatehouse/contracts'
import type { QueueControl, QueueState } from '@gatehouse/platform/queue/queue-store'
import type { EntityManager } from '@mikro-orm/postgresql'
import { oldestWaiting } from '../../delivery/oldest-waiting.ts'
import type { Deps } from '../../deps.ts'
import type { Handling } from '../actions/last-handling.ts'
import { lastHandling } from '../actions/last-handling.ts'
import type { Look } from '../reading/look.ts'
import type { RangeKey } from './range.ts'
import { rangeAt } from './range.ts'
import { readBars, readConversion, readLag } from './read-figures.ts'
import { readProviders } from './read-providers.ts'

export type Overview = Awaited<ReturnType<typeof readOverview>>
export type Sending = (QueueState & { oldestMs: number | null; handling: Handling | undefined }) | undefined

type Tools = Pick<Deps, 'replica' | 'providers' | 'workerId' | 'log'>

/** Everything that the overview shows. A queue whose store is down leaves `sending` undefined, and the rest as it is. */
export async function readOverview(deps: Tools, look: Look, sends: QueueControl, rangeKey: RangeKey, now: Date) {
  const asked = sends.state().catch((error: Error) => {
    deps.log.warn({ reason: error.message }, 'the queue could not be looked at')
    return undefined
  })
  const figures = await look((em) => readAll(em, deps, rangeKey, now))
  const queue = await asked
  const sending = queue && (await look((em) => sendingState(em, queue)))
  return { now, rangeKey, ...figures, sending, replicaLateMs: deps.replica?.lateMs() ?? 0 }
}

// Three questions at a time: the workers may share these connections.
async function readAll(em: EntityManager, deps: Tools, rangeKey: RangeKey, now: Date) {
  const [range, hour] = [rangeAt(rangeKey, now), rangeAt('1h', now)]
  const bars = await readBars(em, range)
  const hourBars = rangeKey === '1h' ? bars : await readBars(em, hour)
  const tables = [readConversion(em, 'country', range), readConversion(em, 'provider', range)] as const
  const [countries, byProvider, providers] = await Promise.all([...tables, readProviders(em, deps)])
  return { bars, hour: hourBars, countries, byProvider, providers, lagMs: await readLag(em) }
}

async function sendingState(em: EntityManager, queue: QueueState): Promise<Sending> {
  const inLedger = await oldestWaiting(em)
  const ages = [queue.oldestWaitingMs, inLedger === null ? null : inLedger * 1000].filter((age) => age !== null)
  const oldestMs = ages.length > 0 ? Math.max(...ages) : null
  return { ...queue, oldestMs, handling: queue.isPaused ? await lastHandling(em, SMS_QUEUE) : undefined }
}
