import type { EntityManager } from '@mikro-orm/postgresql'
import type { UserEntity } from '../accounts/user.entity.ts'
import { listActivity } from '../activity/list-activity.ts'
import { listIdentities } from '../openid/list-identities.ts'
import { findVerification } from '../phone-verification/find-verification.ts'
import type { Listing } from '../sessions/list-live-sessions.ts'
import { listLiveSessions } from '../sessions/list-live-sessions.ts'
import { showSession } from '../sessions/show-session.ts'
import { listActions } from './list-actions.ts'

const ENTRIES = 10

/** An account as the helpdesk needs it. What it does not ask for, such as the address or the date of birth, is left out. */
export async function showAccount(deps: Listing, em: EntityManager, user: UserEntity) {
  const identities = await listIdentities(em, user.id)
  const sessions = await listLiveSessions(deps, em, user.id)
  return {
    account: {
      id: user.id,
      email: user.email,
      email_verified: user.emailVerified,
      name: `${user.firstName} ${user.lastName}`.trim(),
      user_type: user.userType,
      created_at: user.createdAt.toISOString(),
      disabled_at: user.disabledAt?.toISOString() ?? null,
      has_password: user.passwordHash != null,
      signs_in_through: identities.map(({ provider }) => provider)
    },
    phone: {
      number: user.phoneNumber ?? null,
      verified: user.phoneVerified,
      newest_verification: await findVerification(deps, em, user.id)
    },
    sessions: sessions.map(showSession),
    last_activity: await listActivity(em, user.id, ENTRIES),
    last_operator_actions: await listActions(em, user.id, ENTRIES)
  }
}
