import type { SessionShown } from '@gatehouse/contracts'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import type { Session } from './find-session.ts'
import { living } from './lifetime.ts'
import { SessionEntity } from './session.entity.ts'
import { showSession } from './show-session.ts'

const MOST = 100

/** The user's live sessions, the one that was used last first. */
export async function listSessions(
  { now, settings }: Deps,
  em: EntityManager,
  current: Session
): Promise<SessionShown[]> {
  const sessions = await em.find(
    SessionEntity,
    { user: current.user.id, ...living(settings.refreshIdleTtl, now()) },
    { orderBy: { lastUsedAt: 'desc', id: 'desc' }, limit: MOST }
  )
  return sessions.map((session) => ({ ...showSession(session), current: session.id === current.id }))
}
