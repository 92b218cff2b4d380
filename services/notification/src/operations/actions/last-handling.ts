import type { EntityManager } from '@mikro-orm/postgresql'
import { OperatorAction } from './operator-action.entity.ts'

/** What a person can do with a whole queue, here or on the dashboard of queues. */
export const HANDLINGS = ['queue.pause', 'queue.drain', 'queue.resume'] as const
export type Handling = { action: string; who: string; at: Date }

/** The last time that somebody paused or resumed this queue. */
export async function lastHandling(em: EntityManager, queue: string): Promise<Handling | undefined> {
  const last = await em.findOne(
    OperatorAction,
    { target: queue, action: { $in: [...HANDLINGS] } },
    { orderBy: { at: 'desc', id: 'desc' } }
  )
  return last ?? undefined
}
