import type { ActivityEntry } from '@gatehouse/contracts'
import type { EntityManager } from '@mikro-orm/postgresql'
import { ActivityEntity } from './activity.entity.ts'

const SHOWN = 100

/** The account's sign-in history, newest first. @param limit of entries; the whole of it for an export */
export async function listActivity(em: EntityManager, userId: string, limit = SHOWN): Promise<ActivityEntry[]> {
  const newest = { orderBy: { at: 'desc', id: 'desc' }, limit } as const
  const entries = await em.find(ActivityEntity, { user: userId }, newest)
  return entries.map(({ id, at, event, outcome, provider, ip, userAgent }) => ({
    id,
    at: at.toISOString(),
    event,
    outcome,
    provider,
    ip,
    user_agent: userAgent ?? null
  }))
}
