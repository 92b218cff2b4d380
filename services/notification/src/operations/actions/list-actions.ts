import type { EntityManager } from '@mikro-orm/postgresql'
import { OperatorAction } from './operator-action.entity.ts'

export type ActionPage = { actions: OperatorAction[]; next: string | null }

/** What was done, newest first. @param before the `next` of the page that was shown last */
export async function listActions(em: EntityManager, before: string | undefined, limit: number): Promise<ActionPage> {
  const where = before ? { id: { $lt: before } } : {}
  const found = await em.find(OperatorAction, where, { orderBy: { id: 'desc' }, limit: limit + 1 })
  const actions = found.slice(0, limit)
  return { actions, next: found.length > limit ? (actions.at(-1)?.id ?? null) : null }
}
