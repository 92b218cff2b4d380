import type { Login } from '@gatehouse/contracts'
import type { EntityManager } from '@mikro-orm/postgresql'
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
  if (!user?.passwordHash) throw new Error('a password matched no account')
  if (isOutdated(user.passwordHash)) user.passwordHash = await hashPassword(password)
  const credentials = openSession(deps, em, user, 'password', origin)
  recordActivity(deps, em, user.id, { event: 'sign_in', provider: 'password', origin })
  await em.flush()
  return { user, credentials }
}
