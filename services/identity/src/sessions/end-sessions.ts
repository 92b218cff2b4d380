import type { LogoutScope } from '@gatehouse/contracts'
import { Refusal } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import { validate as isUuid } from 'uuid'
import type { Deps } from '../deps.ts'
import { forgetExchangeCodes } from '../openid/forget-exchange-codes.ts'
import type { Session } from './find-session.ts'
import { living } from './lifetime.ts'
import { lockSignedIn } from './lock-signed-in.ts'
import { SessionEntity } from './session.entity.ts'

/**
 * Ends this session, the user's others, or all. From the commit on, their tokens are refused. One that was ended while
 * its request came in ends no other.
 */
export async function endSessions(deps: Deps, em: EntityManager, current: Session, scope: LogoutScope) {
  if (scope === 'local') return void (await end(deps, em, { id: current.id }))
  await em.transactional(async (em) => {
    const user = await lockSignedIn(deps, em, current)
    await endSessionsOf(deps, em, user.id, scope === 'others' ? { except: current.id } : {})
  })
}

/** Ends one of the user's live sessions. Of another's it is not even said that it exists. */
export async function endSession(deps: Deps, em: EntityManager, current: Session, id: string) {
  await em.transactional(async (em) => {
    const user = await lockSignedIn(deps, em, current)
    const live = living(deps.settings.refreshIdleTtl, deps.now())
    if (!isUuid(id) || (await end(deps, em, { id, user: user.id, ...live })) === 0) throw new Refusal('not_found')
  })
}

/**
 * Ends all sessions of a user but one, and what could still become one: a sign-in that waits to be fetched. The
 * caller's transaction holds the user's lock.
 * @returns how many sessions
 */
export async function endSessionsOf(
  deps: Pick<Deps, 'now'>,
  em: EntityManager,
  userId: string,
  { except }: { except?: string } = {}
): Promise<number> {
  const ended = await end(deps, em, { user: userId, ...(except && { id: { $ne: except } }) })
  await forgetExchangeCodes(em, userId)
  return ended
}

const end = ({ now }: Pick<Deps, 'now'>, em: EntityManager, which: object): Promise<number> =>
  em.nativeUpdate(SessionEntity, { ...which, revokedAt: null }, { revokedAt: now() })
