import type { LogoutScope } from '@gatehouse/contracts'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { forgetExchangeCodes } from '../openid/forget-exchange-codes.ts'
import { SessionEntity } from './session.entity.ts'

/** Ends this session, the user's others, or all. From the commit on, their tokens are refused. */
export async function endSessions(deps: Deps, em: EntityManager, current: SessionEntity, scope: LogoutScope) {
  if (scope === 'local') return end(deps, em, { id: current.id })
  await endSessionsOf(deps, em, current.user.id, scope === 'others' ? { except: current.id } : {})
}

/** Ends all sessions of a user but one, and what could still become one: a sign-in that waits to be fetched. */
export async function endSessionsOf(
  deps: Deps,
  em: EntityManager,
  userId: string,
  { except }: { except?: string } = {}
) {
  await end(deps, em, { user: userId, ...(except && { id: { $ne: except } }) })
  await forgetExchangeCodes(em, userId)
}

async function end(deps: Deps, em: EntityManager, which: object) {
  await em.nativeUpdate(SessionEntity, { ...which, revokedAt: null }, { revokedAt: deps.now() })
}
