import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { forgetResetRequests } from '../passwords/forget-reset-requests.ts'
import { forgetMessages } from '../phone-verification/forget-messages.ts'
import type { Session } from '../sessions/find-session.ts'
import { lockSignedIn } from '../sessions/lock-signed-in.ts'
import { requireRecentSignIn } from '../sessions/recent-sign-in.ts'

/**
 * Erases the account and everything that hangs on it, for good. Notification is told in the same transaction to forget
 * its part, so that a crash leaves either all or nothing to be done.
 */
export async function eraseAccount(deps: Deps, em: EntityManager, session: Session) {
  requireRecentSignIn(deps, session)
  await em.transactional(async (em) => {
    const user = await lockSignedIn(deps, em, session)
    await forgetMessages(deps, em, user.id)
    await forgetResetRequests(em, user.email)
    em.remove(user) // What hangs on the user goes by the foreign keys' `on delete cascade`.
  })
  deps.relay.wake()
}
