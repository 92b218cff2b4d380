import { sendJobId } from '@gatehouse/contracts'
import type { JobState } from '@gatehouse/platform/queue/queue-store'
import { findRow } from '../../delivery/find-row.ts'
import type { Deps } from '../../deps.ts'
import type { QueueWord } from './timeline.ts'
import { timelineOf } from './timeline.ts'

/** One message with its whole way, as far as ledger and queue know it; a queue that is away is left out. */
export async function readTimeline({ orm, sends }: Pick<Deps, 'orm' | 'sends'>, id: string) {
  const [found, job] = await Promise.all([findRow(orm.em.fork(), id), look(sends, id.toLowerCase())])
  if (!found) return undefined
  const known = job === 'unknown' ? undefined : job
  const word: QueueWord = job === 'unknown' ? job : (job?.state ?? 'gone')
  return { found, job: word, steps: timelineOf(found, known) }
}

const look = (sends: Deps['sends'], id: string): Promise<JobState | undefined | 'unknown'> =>
  sends.look(sendJobId(id)).catch(() => 'unknown' as const)
