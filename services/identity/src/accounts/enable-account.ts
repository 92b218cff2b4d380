import type { EntityManager } from '@mikro-orm/postgresql'
import { recordActivity } from '../activity/record-activity.ts'
import type { Deps } from '../deps.ts'
import { BY_OPERATOR } from '../sessions/open-session.ts'
import type { UserEntity } from './user.entity.ts'

/** Opens a disabled account again, with the caller's transaction and lock. Its holder signs in as before. */
export function enableAccount(deps: Pick<Deps, 'now'>, em: EntityManager, user: UserEntity) {
  user.disabledAt = null
  recordActivity(deps, em, user.id, { event: 'account_enable', ...BY_OPERATOR })
}
