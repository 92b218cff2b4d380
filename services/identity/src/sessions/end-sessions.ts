import type { LogoutScope } from '@gatehouse/contracts'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { SessionEntity } from './session.entity.ts'

/** Ends this session, the user's others, or all. From the commit on, their tokens are refused. */
export async function endSessions(deps: Deps, em: EntityManager, current: SessionEntity, scope: LogoutScope) {
  const which = {
    local: { id: current.id },
    others: { id: { $ne: current.id }, user: current.user.id },
    global: { user: current.user.id }
  }[scope]
  await em.nativeUpdate(SessionEntity, { ...which, revokedAt: null }, { revokedAt: deps.now() })
}
