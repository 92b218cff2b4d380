import type { SessionShown } from '@gatehouse/contracts'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import type { Session } from './find-session.ts'
import { listLiveSessions } from './list-live-sessions.ts'
import { showSession } from './show-session.ts'

/** The user's live sessions, the one that was used last first. */
export async function listSessions(deps: Deps, em: EntityManager, current: Session): Promise<SessionShown[]> {
  const sessions = await listLiveSessions(deps, em, current.user.id)
  return sessions.map((session) => ({ ...showSession(session), current: session.id === current.id }))
}
