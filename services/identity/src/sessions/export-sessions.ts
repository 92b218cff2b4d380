import type { AccountExport } from '@gatehouse/contracts'
import type { EntityManager } from '@mikro-orm/postgresql'
import { SessionEntity } from './session.entity.ts'
import { showSession } from './show-session.ts'

/** Every session of the user that is kept, also those that have ended. */
export async function exportSessions(em: EntityManager, userId: string): Promise<AccountExport['sessions']> {
  const sessions = await em.find(SessionEntity, { user: userId }, { orderBy: { createdAt: 'asc' } })
  return sessions.map((session) => ({
    ...showSession(session),
    expires_at: session.expiresAt.toISOString(),
    ended_at: session.revokedAt?.toISOString() ?? null
  }))
}
