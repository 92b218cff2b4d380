import type { EntityManager } from '@mikro-orm/postgresql'
import { v7 as uuid } from 'uuid'
import { requireEnabled } from '../accounts/require-enabled.ts'
import type { UserEntity } from '../accounts/user.entity.ts'
import type { Deps } from '../deps.ts'
import { firstToken, hashOf } from './refresh-token.ts'
import { SessionEntity } from './session.entity.ts'

/** Where a request came from. */
export type Origin = { ip: string; userAgent: string | null }
/** In an account's history: an operator of the service, not a client, did it. */
export const BY_OPERATOR = { provider: 'operator', origin: { ip: '', userAgent: null } }
/** What a client is given to prove later who it is. */
export type Credentials = { userId: string; sessionId: string; refreshToken: string }

/**
 * Opens a session, or refuses one of a disabled account. It is stored with the caller's transaction, which holds the
 * user's lock.
 */
export function openSession(
  deps: Deps,
  em: EntityManager,
  user: UserEntity,
  provider: string,
  origin: Origin
): Credentials {
  requireEnabled(user)
  const now = deps.now()
  const id = uuid()
  const token = firstToken(deps.keys.refresh, id)
  em.create(SessionEntity, {
    id,
    user,
    provider,
    ip: origin.ip,
    userAgent: origin.userAgent,
    refreshHash: hashOf(token),
    refreshedAt: now,
    authenticatedAt: now,
    createdAt: now,
    lastUsedAt: now,
    expiresAt: new Date(now.getTime() + deps.settings.refreshMaxTtl * 1000)
  })
  return { userId: user.id, sessionId: id, refreshToken: token.text }
}
