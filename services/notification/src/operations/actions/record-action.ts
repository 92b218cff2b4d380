import type { Operator } from '@gatehouse/platform/operators/operator'
import type { EntityManager } from '@mikro-orm/postgresql'
import { v7 as uuid } from 'uuid'
import { OperatorAction } from './operator-action.entity.ts'

export type Action = {
  who: Operator['name']
  role: Operator['role']
  /** A word with its section: `queue.pause`, `message.redrive`. */
  action: string
  /** What it was done to: the id of a message, of a job, or the name of a queue. */
  target: string
  /** Nothing of a person: ids, counts, filters. */
  details?: Record<string, unknown>
}

/** Writes down who does what: within the transaction of the deed, or before it where that is in another store. */
export async function recordAction(em: EntityManager, { details = {}, ...action }: Action): Promise<string> {
  const id = uuid()
  await em.insert(OperatorAction, { id, at: new Date(), ...action, details })
  return id
}
