import type { LogoutScope } from '@gatehouse/contracts'
import { Refusal } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import { validate as isUuid } from 'uuid'
import { lockUser } from '../accounts/lock-user.ts'
import type { Deps } from '../deps.ts'
import { forgetExchangeCodes } from '../openid/forget-exchange-codes.ts'
import { living } from './lifetime.ts'
import { SessionEntity } from './session.entity.ts'

/** Ends this session, the user's others, or all. From the commit on, their tokens are refused. */
export async function endSessions(deps: Deps, em: EntityManager, current: SessionEntity, scope: LogoutScope) {
  if (scope === 'local') return void (await end(deps, em, { id: current.id }))
  await em.transactional(async (em) => {
    const user = await lockUser(em, current.user.id)
    await endSessionsOf(deps, em, user.id, scope === 'others' ? { except: current.id } : {})
  })
}

/** Ends one of the user's live sessions. Of another's it is not even said that it exists. */
export async function endSession(deps: Deps, em: EntityManager, userId: string, id: string) {
  const live = living(deps.settings.refreshIdleTtl, deps.now())
  if (!isUuid(id) || (await end(deps, em, { id, user: userId, ...live })) === 0) throw new Refusal('not_found')
}

/**
 * Ends all sessions of a user but one, and what could still become one: a sign-in that waits to be fetched. The
 * caller's transaction holds the user's lock.
 */
export async function endSessionsOf(
  deps: Deps,
  em: EntityManager,
  userId: string,
  { except }: { except?: string } = {}
) {
  await end(deps, em, { user: userId, ...(except && { id: { $ne: except } }) })
  await forgetExchangeCodes(em, userId)
}

const end = ({ now }: Deps, em: EntityManager, which: object): Promise<number> =>
  em.nativeUpdate(SessionEntity, { ...which, revokedAt: null }, { revokedAt: now() })
