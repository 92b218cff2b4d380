import type { EntityManager } from '@mikro-orm/postgresql'
import { lockUser } from '../accounts/lock-user.ts'
import { recordFailure } from '../activity/record-activity.ts'
import type { Deps } from '../deps.ts'
import type { Origin } from './open-session.ts'
import { SessionEntity } from './session.entity.ts'

/**
 * Ends a session whose refresh token came back after it was spent: somebody has a copy. The owner reads of it, once, in
 * the account's history.
 */
export async function endReusedSession(deps: Deps, em: EntityManager, session: SessionEntity, origin: Origin) {
  const { id, provider } = session
  await em.transactional(async (em) => {
    const { email } = await lockUser(em, session.user.id)
    const ended = await em.nativeUpdate(SessionEntity, { id, revokedAt: null }, { revokedAt: deps.now() })
    if (ended > 0) await recordFailure(deps, em, email, { event: 'refresh_token_reuse', provider, origin })
  })
  deps.log.warn({ session: id }, 'a spent refresh token was used again: session ended')
}
