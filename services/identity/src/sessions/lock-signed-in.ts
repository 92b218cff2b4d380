import type { EntityManager } from '@mikro-orm/postgresql'
import { lockUser } from '../accounts/lock-user.ts'
import type { UserEntity } from '../accounts/user.entity.ts'
import type { Deps } from '../deps.ts'
import type { Session } from './find-session.ts'
import { requireLiveSession } from './find-session.ts'

/**
 * Locks the account of a signed-in client for a change, if the client is still signed in: what was under way when the
 * account was taken back from somebody changes nothing any more.
 */
export async function lockSignedIn(deps: Deps, em: EntityManager, session: Session): Promise<UserEntity> {
  const user = await lockUser(em, session.user.id)
  await requireLiveSession(deps, em, session)
  return user
}
