import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../../deps.ts'
import type { Asking } from './just-acted.ts'
import { hasJustActed, MOST_BEHIND_MS } from './just-acted.ts'

/** Reads for somebody who looks. What it hands over may be a replica's: it decides nothing, and must not write. */
export type Look = <T>(read: (em: EntityManager) => Promise<T>) => Promise<T>

type Tools = Pick<Deps, 'orm' | 'replica' | 'log'>

/**
 * Reads from the replica, so that looking costs the senders nothing. From the primary, if there is no replica, if it is
 * more than five seconds behind or fails, or if who asks has just acted: no page shows what is older.
 */
export function lookFor({ orm, replica, log }: Tools, request: Asking): Look {
  return async (read) => {
    if (!replica || replica.behindMs() > MOST_BEHIND_MS || hasJustActed(request)) return read(orm.em.fork())
    try {
      return await replica.read(read)
    } catch (error) {
      if (isTooMuch(error as Fault)) throw error
      const { code, name } = error as Fault
      log.warn({ reason: code ?? name }, 'the replica did not answer: read from the primary')
      return read(orm.em.fork())
    }
  }
}

type Fault = Error & { code?: unknown }

const TIMED_OUT = '57014'
// No connection was free: a server that is gone is noticed sooner.
const WAITED = 'timeout exceeded when trying to connect'

// Of a replica that is there. What was too much for it would be too much for the senders.
const isTooMuch = ({ code, message }: Fault) => code === TIMED_OUT || message.includes(WAITED)
