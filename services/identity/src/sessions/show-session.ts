import type { SessionShown } from '@gatehouse/contracts'
import type { SessionEntity } from './session.entity.ts'

/** A session as its user sees it, without its secrets. */
export const showSession = (session: SessionEntity): Omit<SessionShown, 'current'> => ({
  id: session.id,
  ip: session.ip,
  user_agent: session.userAgent ?? null,
  provider: session.provider,
  created_at: session.createdAt.toISOString(),
  last_used_at: session.lastUsedAt.toISOString()
})
