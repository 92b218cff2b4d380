import { sendJobId } from '@gatehouse/contracts'
import type { JobState } from '@gatehouse/platform/queue/queue-store'
import { findRow } from '../../delivery/find-row.ts'
import type { Deps } from '../../deps.ts'
import type { Look } from '../reading/look.ts'
import type { QueueWord } from './timeline.ts'
import { timelineOf } from './timeline.ts'

/** One message with its whole way, as far as ledger and queue know it; a queue that is away is left out. */
export async function readTimeline({ orm, sends }: Pick<Deps, 'orm' | 'sends'>, look: Look, id: string) {
  // One that came a moment ago is there, although a replica has not heard of it.
  const find = async () => (await look((em) => findRow(em, id))) ?? (await findRow(orm.em.fork(), id))
  const [found, job] = await Promise.all([find(), jobOf(sends, id.toLowerCase())])
  if (!found) return undefined
  const known = job === 'unknown' ? undefined : job
  const word: QueueWord = job === 'unknown' ? job : (job?.state ?? 'gone')
  return { found, job: word, steps: timelineOf(found, known) }
}

const jobOf = (sends: Deps['sends'], id: string): Promise<JobState | undefined | 'unknown'> =>
  sends.look(sendJobId(id)).catch(() => 'unknown' as const)
