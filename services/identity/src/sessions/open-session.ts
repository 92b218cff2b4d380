import type { EntityManager } from '@mikro-orm/postgresql'
import { v7 as uuid } from 'uuid'
import type { UserEntity } from '../accounts/user.entity.ts'
import type { Deps } from '../deps.ts'
import { firstToken, hashOf } from './refresh-token.ts'
import { SessionEntity } from './session.entity.ts'

/** Where a request came from. */
export type Origin = { ip: string; userAgent: string | null }
/** What a client is given to prove later who it is. */
export type Credentials = { userId: string; sessionId: string; refreshToken: string }

/** Opens a session. It is stored with the caller's transaction. */
export function openSession(
  deps: Deps,
  em: EntityManager,
  user: UserEntity,
  provider: string,
  origin: Origin
): Credentials {
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
