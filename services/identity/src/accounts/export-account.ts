import type { AccountExport } from '@gatehouse/contracts'
import type { EntityManager } from '@mikro-orm/postgresql'
import { listActivity } from '../activity/list-activity.ts'
import type { Deps } from '../deps.ts'
import { listIdentities } from '../openid/list-identities.ts'
import { listVerifications } from '../phone-verification/list-verifications.ts'
import { exportSessions } from '../sessions/export-sessions.ts'
import { showUser } from './show-user.ts'
import type { UserEntity } from './user.entity.ts'

/**
 * Everything that is held on the user. Notification holds of each message only its country, its last three digits and
 * what became of it, under the message's id that stands here.
 */
export async function exportAccount(deps: Deps, em: EntityManager, user: UserEntity): Promise<AccountExport> {
  return {
    exported_at: deps.now().toISOString(),
    user: showUser(user, deps.settings.requiredFields),
    has_password: user.passwordHash != null,
    identities: await listIdentities(em, user.id),
    sessions: await exportSessions(em, user.id),
    phone_verifications: await listVerifications(em, user.id),
    activity: await listActivity(em, user.id, Number.MAX_SAFE_INTEGER)
  }
}
