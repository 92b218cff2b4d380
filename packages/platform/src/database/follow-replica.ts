import { setTimeout } from 'node:timers/promises'
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql'
import type { Logger } from '../log.ts'
import { within } from '../within.ts'
import { closeDatabase } from './open-database.ts'
import { newestReplayed, noMarks, withMark } from './replica-marks.ts'

const LOOK_EVERY_MS = 1000
const PATIENCE_MS = 2000

type Followed = { primary: MikroORM; replica: MikroORM; log: Pick<Logger, 'warn' | 'info'>; now?: () => number }
export type Replica = ReturnType<typeof followReplica>

/**
 * Measures each second how old what a streaming replica shows is: where the primary's log ended is marked, and the newest
 * mark that the replica has replayed is its age, by this process's clock alone. A replica that is away, that is cut off or
 * that became a primary itself replays nothing, and so grows old; what PostgreSQL says of its own lag would not tell.
 */
export function followReplica({ primary, replica, log, now = () => performance.now() }: Followed) {
  const stopped = new AbortController()
  const tell = tellOf(log)
  const startedAt = now()
  let marks = noMarks
  let freshAt: number | undefined

  async function look() {
    const at = now()
    marks = withMark(marks, { at, end: await askFor(primary, WRITTEN) })
    freshAt = newestReplayed(marks, await askFor(replica, REPLAYED))?.at ?? freshAt
  }

  async function follow() {
    while (!stopped.signal.aborted) {
      await look().then(
        () => tell(),
        (error: Error) => tell(error.name)
      )
      await setTimeout(LOOK_EVERY_MS, undefined, { signal: stopped.signal }).catch(() => {})
    }
  }
  const ended = follow()
  return {
    fork: () => replica.em.fork() as EntityManager,
    /** What was committed longer ago is on it. Infinite until that is known. */
    behindMs: () => (freshAt === undefined ? Number.POSITIVE_INFINITY : now() - freshAt),
    /** For how long it has not been current, or not been there, as far as this process knows. */
    lateMs: () => now() - (freshAt ?? startedAt),
    stop: async () => {
      stopped.abort()
      await ended
      await closeDatabase(replica)
    }
  }
}

// Told when it goes and when it comes, not each second.
function tellOf(log: Followed['log']) {
  let isReached = true
  return (reason?: string) => {
    if (isReached === !reason) return
    isReached = !reason
    if (reason) log.warn({ reason }, 'the replica does not answer')
    else log.info('the replica answers again')
  }
}

// Nothing on a server that is no replica, or no longer: what it shows may be of another life.
const REPLAYED = `select case when pg_is_in_recovery()
  then pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::float8 end as place`
const WRITTEN = "select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 as place"

async function askFor(orm: MikroORM, question: string): Promise<number> {
  const asked = orm.em.fork().execute<{ place: number | null }[]>(question)
  const [answer] = await within(PATIENCE_MS, 'asking for a place in the log', asked)
  return answer?.place ?? Number.NEGATIVE_INFINITY
}
