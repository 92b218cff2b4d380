import { Refusal } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import type { Credentials } from './open-session.ts'
import type { RefreshToken } from './refresh-token.ts'
import { hashOf, readToken, successors } from './refresh-token.ts'
import { SessionEntity } from './session.entity.ts'

const GRACE_MS = 30_000

/**
 * Exchanges a refresh token for its successor. The predecessor of the current token, spent at most 30 s ago, gets the
 * same successor again (two tabs, a lost answer). Any other token of ours was copied: the whole session ends.
 */
export async function refreshSession(deps: Deps, em: EntityManager, text: string): Promise<Credentials> {
  const token = readToken(deps.keys.refresh, text)
  if (!token) throw new Refusal('token_invalid')
  const [next] = successors(deps.keys.refresh, token)
  if (next && (await rotate(deps, em, token, next))) return credentials(deps, em, next)
  return credentials(deps, em, await repeat(deps, em, token))
}

// One statement: of any number of requests with one token, one rotates.
async function rotate(deps: Deps, em: EntityManager, token: RefreshToken, next: RefreshToken): Promise<boolean> {
  const now = deps.now()
  const live = { revokedAt: null, expiresAt: { $gt: now }, refreshedAt: { $gt: idleSince(deps, now) } }
  const rotated = await em.nativeUpdate(
    SessionEntity,
    { id: token.sessionId, refreshHash: hashOf(token), ...live },
    { refreshHash: hashOf(next), previousRefreshHash: hashOf(token), refreshedAt: now, lastUsedAt: now }
  )
  return rotated === 1
}

const idleSince = (deps: Deps, now: Date) => new Date(now.getTime() - deps.settings.refreshIdleTtl * 1000)

async function repeat(deps: Deps, em: EntityManager, token: RefreshToken): Promise<RefreshToken> {
  const now = deps.now()
  const session = await em.findOne(SessionEntity, { id: token.sessionId })
  if (!session || session.revokedAt) throw new Refusal('session_revoked')
  if (session.expiresAt <= now || session.refreshedAt <= idleSince(deps, now)) throw new Refusal('token_expired')
  const isPredecessor = session.previousRefreshHash && hashOf(token).equals(session.previousRefreshHash)
  const next = successors(deps.keys.refresh, token).find((next) => hashOf(next).equals(session.refreshHash))
  const isInTime = now.getTime() - session.refreshedAt.getTime() <= GRACE_MS
  if (isPredecessor && isInTime && next) return next
  await em.nativeUpdate(SessionEntity, { id: session.id, revokedAt: null }, { revokedAt: now })
  deps.log.warn({ session: session.id }, 'a spent refresh token was used again: session ended')
  throw new Refusal('refresh_token_reused')
}

async function credentials(_deps: Deps, em: EntityManager, next: RefreshToken): Promise<Credentials> {
  const session = await em.findOne(SessionEntity, { id: next.sessionId })
  if (!session) throw new Refusal('session_revoked')
  return { userId: session.user.id, sessionId: session.id, refreshToken: next.text }
}
