import { Refusal } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { endReusedSession } from './end-reused-session.ts'
import { endingOf, living } from './lifetime.ts'
import type { Credentials, Origin } from './open-session.ts'
import type { RefreshToken } from './refresh-token.ts'
import { hashOf, readToken, successors } from './refresh-token.ts'
import { SessionEntity } from './session.entity.ts'

const GRACE_MS = 30_000

/**
 * Exchanges a refresh token for its successor. The predecessor of the current token, spent at most 30 s ago, gets the
 * same successor again (two tabs, a lost answer). Any other token of ours was copied: the whole session ends.
 */
export async function refreshSession(
  deps: Deps,
  em: EntityManager,
  text: string,
  origin: Origin
): Promise<Credentials> {
  const token = readToken(deps.keys.refresh, text)
  if (!token) throw new Refusal('token_invalid')
  const [next] = successors(deps.keys.refresh, token)
  if (next && (await rotate(deps, em, token, next))) return credentials(em, next)
  return credentials(em, await repeat(deps, em, token, origin))
}

// One statement: of any number of requests with one token, one rotates.
async function rotate(deps: Deps, em: EntityManager, token: RefreshToken, next: RefreshToken): Promise<boolean> {
  const now = deps.now()
  const rotated = await em.nativeUpdate(
    SessionEntity,
    { id: token.sessionId, refreshHash: hashOf(token), ...living(deps.settings.refreshIdleTtl, now) },
    { refreshHash: hashOf(next), previousRefreshHash: hashOf(token), refreshedAt: now, lastUsedAt: now }
  )
  return rotated === 1
}

async function repeat(deps: Deps, em: EntityManager, token: RefreshToken, origin: Origin): Promise<RefreshToken> {
  const now = deps.now()
  const session = await em.findOne(SessionEntity, { id: token.sessionId })
  const ending = session ? endingOf(session, deps.settings.refreshIdleTtl, now) : 'revoked'
  if (!session || ending) throw new Refusal(ending === 'expired' ? 'token_expired' : 'session_revoked')
  const isPredecessor = session.previousRefreshHash && hashOf(token).equals(session.previousRefreshHash)
  const next = successors(deps.keys.refresh, token).find((next) => hashOf(next).equals(session.refreshHash))
  const isInTime = now.getTime() - session.refreshedAt.getTime() <= GRACE_MS
  if (isPredecessor && isInTime && next) return next
  await endReusedSession(deps, em, session, origin)
  throw new Refusal('refresh_token_reused')
}

async function credentials(em: EntityManager, next: RefreshToken): Promise<Credentials> {
  const session = await em.findOne(SessionEntity, { id: next.sessionId })
  if (!session) throw new Refusal('session_revoked') // Erased with its account since.
  return { userId: session.user.id, sessionId: session.id, refreshToken: next.text }
}
