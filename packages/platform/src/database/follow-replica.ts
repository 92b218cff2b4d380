import { setTimeout } from 'node:timers/promises'
import type { Logger } from '../log.ts'
import type { Heartbeat } from './heartbeat.ts'
import { tellReplica } from './tell-replica.ts'

const LOOK_EVERY_MS = 1000

type Following = { heartbeat: Heartbeat; log: Pick<Logger, 'warn' | 'info'>; now: () => number }

/**
 * Measures each second how old what the replica shows is, by this process's clock alone. One that is away, is cut off,
 * became a primary itself or replays another life of the database shows no new heartbeat, and so grows old.
 */
export function followReplica({ heartbeat, log, now }: Following) {
  const stopped = new AbortController()
  const tell = tellReplica(log)
  const readers = new Set<(reason: Error) => void>()
  const startedAt = now()
  let freshAt: number | undefined
  let isThere = false
  const lateMs = () => now() - (freshAt ?? startedAt)

  async function look() {
    const [, seen] = await Promise.allSettled([heartbeat.beat(now()), heartbeat.seen()])
    isThere = seen.status === 'fulfilled'
    if (seen.status === 'fulfilled') freshAt = seen.value.at ?? freshAt
    else for (const leave of readers) leave(new ReplicaLost())
    tell(seen, lateMs())
  }

  async function follow() {
    while (!stopped.signal.aborted) {
      await look()
      await setTimeout(LOOK_EVERY_MS, undefined, { signal: stopped.signal }).catch(() => {})
    }
  }
  const ended = follow()
  return {
    /** What was committed longer ago is on it. Infinite while it does not answer, and until that is known. */
    behindMs: () => (isThere && freshAt !== undefined ? now() - freshAt : Number.POSITIVE_INFINITY),
    /** For how long it has not shown anything new, as far as this process knows: to be told to people. */
    lateMs,
    /** @throws ReplicaLost as soon as the replica does not answer, however long the work itself would wait for it */
    unlessLost: async <T>(work: Promise<T>): Promise<T> => {
      const { promise: lost, reject } = Promise.withResolvers<never>()
      readers.add(reject)
      return Promise.race([work, lost]).finally(() => readers.delete(reject))
    },
    stop: async () => {
      stopped.abort()
      await ended
    }
  }
}

export class ReplicaLost extends Error {
  override name = 'ReplicaLost'
}
