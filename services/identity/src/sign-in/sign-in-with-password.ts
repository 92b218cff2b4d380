import type { Login } from '@gatehouse/contracts'
import { Refusal } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import { lockUser } from '../accounts/lock-user.ts'
import { UserEntity } from '../accounts/user.entity.ts'
import { recordActivity } from '../activity/record-activity.ts'
import type { Deps } from '../deps.ts'
import { hashPassword, isOutdated } from '../passwords/password-hash.ts'
import { tryPassword } from '../passwords/try-password.ts'
import type { Credentials, Origin } from '../sessions/open-session.ts'
import { openSession } from '../sessions/open-session.ts'

export type SignedInUser = { user: UserEntity; credentials: Credentials }

/** Signs in by e-mail address and password. A hash made with older parameters is renewed. */
export async function signInWithPassword(
  deps: Deps,
  em: EntityManager,
  login: Login,
  origin: Origin
): Promise<SignedInUser> {
  const { password } = login
  const email = login.email.toLowerCase()
  const user = await em.findOne(UserEntity, { email })
  await tryPassword(deps, em, { email, origin, password, hash: user?.passwordHash, event: 'sign_in' })
  const proved = user?.passwordHash
  if (!user || !proved) throw new Error('a password matched no account')
  const renewed = isOutdated(proved) ? await hashPassword(password) : proved
  return em.transactional(async (em) => {
    const owner = await lockUser(em, user.id, 'invalid_credentials')
    // Changed, or taken over, since it was compared: the old password opens nothing.
    if (owner.passwordHash !== proved) throw new Refusal('invalid_credentials')
    owner.passwordHash = renewed
    recordActivity(deps, em, owner.id, { event: 'sign_in', provider: 'password', origin })
    return { user: owner, credentials: openSession(deps, em, owner, 'password', origin) }
  })
}
