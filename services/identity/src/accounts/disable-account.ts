import type { EntityManager } from '@mikro-orm/postgresql'
import { recordActivity } from '../activity/record-activity.ts'
import type { Deps } from '../deps.ts'
import { forgetResetLinks } from '../passwords/forget-reset-links.ts'
import { abandonVerifications } from '../phone-verification/abandon-verifications.ts'
import { endSessionsOf } from '../sessions/end-sessions.ts'
import { BY_OPERATOR } from '../sessions/open-session.ts'
import type { UserEntity } from './user.entity.ts'

/** How much ended with it. */
export type Disabled = { sessions: number; codes: number; links: number }

/**
 * Shuts an account, with the caller's transaction and lock: from the commit on nobody gets in by any way, and nothing
 * that could still become a way in is left. It is undone by `enableAccount`, but for what ended.
 */
export async function disableAccount(deps: Pick<Deps, 'now'>, em: EntityManager, user: UserEntity): Promise<Disabled> {
  user.disabledAt = deps.now()
  const sessions = await endSessionsOf(deps, em, user.id)
  const codes = await abandonVerifications(deps, em, user.id)
  const links = await forgetResetLinks(em, user.id)
  recordActivity(deps, em, user.id, { event: 'account_disable', ...BY_OPERATOR })
  return { sessions, codes, links }
}
