import type { ChangePassword } from '@gatehouse/contracts'
import { refuseFaults } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { UserEntity } from '../accounts/user.entity.ts'
import { recordActivity } from '../activity/record-activity.ts'
import type { Deps } from '../deps.ts'
import { cancelVerifications } from '../phone-verification/cancel-verifications.ts'
import { endSessionsOf } from '../sessions/end-sessions.ts'
import type { Session } from '../sessions/find-session.ts'
import { requireLiveSession } from '../sessions/find-session.ts'
import type { Origin } from '../sessions/open-session.ts'
import { requireRecentSignIn } from '../sessions/recent-sign-in.ts'
import { forgetResetLinks } from './forget-reset-links.ts'
import type { Proved } from './lock-proved.ts'
import { lockProved } from './lock-proved.ts'
import { ownAddressFault } from './own-address.ts'
import { hashPassword } from './password-hash.ts'
import { tryPassword } from './try-password.ts'

/**
 * Sets a new password, and ends every other session and every code that could set another. The current password is
 * proof enough of who is there; an account that has none asks for a recent sign-in. Of two changes at once, one wins.
 */
export async function changePassword(
  deps: Deps,
  em: EntityManager,
  session: Session,
  asked: ChangePassword,
  origin: Origin
): Promise<void> {
  const proved = await prove(deps, em, session, asked, origin)
  const passwordHash = await hashPassword(asked.new_password)
  await em.transactional(async (em) => {
    const user = await lockProved(em, session.user.id, proved)
    await requireLiveSession(deps, em, session)
    user.passwordHash = passwordHash
    await endSessionsOf(deps, em, user.id, { except: session.id })
    await cancelVerifications(deps, em, user.id, 'password_reset')
    await forgetResetLinks(em, user.id)
    recordActivity(deps, em, user.id, { event: 'password_change', provider: 'password', origin })
  })
}

async function prove(
  deps: Deps,
  em: EntityManager,
  session: Session,
  { current_password: password, new_password }: ChangePassword,
  origin: Origin
): Promise<Proved> {
  const { user } = session
  const hash = user.passwordHash ?? null
  refuseFaults({ ...currentFault(user, password), ...ownAddressFault('new_password', new_password, user.email) })
  if (password === undefined) requireRecentSignIn(deps, session)
  else await tryPassword(deps, em, { email: user.email, origin, password, hash, event: 'password_change' })
  return { password, hash }
}

function currentFault({ passwordHash }: UserEntity, password: string | undefined): Record<string, string[]> {
  if (passwordHash == null) return password === undefined ? {} : { current_password: ['the account has none yet'] }
  return password === undefined ? { current_password: ['is required'] } : {}
}
