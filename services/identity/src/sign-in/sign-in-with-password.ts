import type { Login } from '@gatehouse/contracts'
import { Refusal } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import { UserEntity } from '../accounts/user.entity.ts'
import { recordActivity, recordFailure } from '../activity/record-activity.ts'
import type { Deps } from '../deps.ts'
import { lockProved } from '../passwords/lock-proved.ts'
import { hashPassword, isOutdated } from '../passwords/password-hash.ts'
import { tryPassword } from '../passwords/try-password.ts'
import type { Credentials, Origin } from '../sessions/open-session.ts'
import { openSession } from '../sessions/open-session.ts'

const isDisabled = (error: unknown) => error instanceof Refusal && error.code === 'account_disabled'

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
  const hash = user?.passwordHash
  if (!user || !hash) throw new Error('a password matched no account')
  const renewed = isOutdated(hash) ? await hashPassword(password) : null
  const signIn = { event: 'sign_in', provider: 'password', origin } as const
  const attempt = em.transactional(async (em) => {
    const owner = await lockProved(em, user.id, { password, hash })
    if (renewed) owner.passwordHash = renewed
    recordActivity(deps, em, owner.id, signIn)
    return { user: owner, credentials: openSession(deps, em, owner, 'password', origin) }
  })
  return attempt.catch(async (error) => {
    if (isDisabled(error)) await recordFailure(deps, em.fork(), email, signIn)
    throw error
  })
}
