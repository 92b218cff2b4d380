import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../../deps.ts'
import type { Asking } from './just-acted.ts'
import { hasJustActed, MOST_BEHIND_MS } from './just-acted.ts'

/** Reads for somebody who looks. What it hands over may be a replica's: it decides nothing, and cannot write. */
export type Look = <T>(read: (em: EntityManager) => Promise<T>) => Promise<T>

type Tools = Pick<Deps, 'orm' | 'replica' | 'log'>

const TIMED_OUT = '57014'

/**
 * Reads from the replica, so that looking costs the senders nothing. From the primary, if there is no replica, if it is
 * more than five seconds behind or fails, or if who asks has just acted: no page shows what is older.
 */
export function lookFor({ orm, replica, log }: Tools, request: Asking): Look {
  return async (read) => {
    if (!replica || replica.behindMs() > MOST_BEHIND_MS || hasJustActed(request)) return read(orm.em.fork())
    try {
      return await read(replica.fork())
    } catch (error) {
      const { code, name } = error as Error & { code?: unknown }
      // What was too much for the replica would be too much for the senders.
      if (code === TIMED_OUT) throw error
      log.warn({ reason: name }, 'the replica did not answer: read from the primary')
      return read(orm.em.fork())
    }
  }
}
