import type { EntityManager } from '@mikro-orm/postgresql'
import type { UserEntity } from '../accounts/user.entity.ts'
import { recordActivity } from '../activity/record-activity.ts'
import type { Deps } from '../deps.ts'
import { BY_OPERATOR } from '../sessions/open-session.ts'
import { forgetResetLinks } from './forget-reset-links.ts'
import { ResetLinkEntity } from './reset-link.entity.ts'
import { hashOf, newToken, RESET_LINK_TTL_MS } from './reset-link.ts'

export type IssuedLink = { token: string; expiresAt: Date; replaced: number }

/**
 * Makes, with the caller's transaction and lock, a token with which whoever gets it sets a new password, once. One that
 * was given out before is worthless from then on. The owner reads of it in the account's history.
 */
export async function issueResetLink(
  { now }: Pick<Deps, 'now'>,
  em: EntityManager,
  user: UserEntity
): Promise<IssuedLink> {
  const replaced = await forgetResetLinks(em, user.id)
  const token = newToken()
  const createdAt = now()
  const expiresAt = new Date(createdAt.getTime() + RESET_LINK_TTL_MS)
  em.create(ResetLinkEntity, { tokenHash: hashOf(token), user, createdAt, expiresAt })
  recordActivity({ now }, em, user.id, { event: 'reset_link', ...BY_OPERATOR })
  return { token, expiresAt, replaced }
}
