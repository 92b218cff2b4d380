import type { EntityManager } from '@mikro-orm/postgresql'
import type { Details } from './operator-action.entity.ts'
import { OperatorActionEntity } from './operator-action.entity.ts'

export type ShownAction = { at: string; who: string; action: string; target: string | null; details: Details }

/** What operators did last, newest first. @param target only to this account or message */
export async function listActions(
  em: EntityManager,
  target: string | undefined,
  limit: number
): Promise<ShownAction[]> {
  const newest = { orderBy: { at: 'desc', id: 'desc' }, limit } as const
  const actions = await em.find(OperatorActionEntity, target === undefined ? {} : { target }, newest)
  return actions.map(({ at, who, action, target, details }) => ({
    at: at.toISOString(),
    who,
    action,
    target: target ?? null,
    details
  }))
}
