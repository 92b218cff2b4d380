import { Refusal } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { SessionEntity } from './session.entity.ts'

/** A signed-in client and its user. */
export type Session = SessionEntity

/**
 * The live session of an access token, with its user: one query for every authenticated request, so that a revoked
 * session is refused at once, whatever the token says.
 */
export async function findSession(deps: Deps, em: EntityManager, id: string): Promise<Session> {
  const session = await em.findOne(SessionEntity, { id }, { populate: ['user'], strategy: 'joined' })
  if (!session || session.revokedAt || session.expiresAt <= deps.now()) throw new Refusal('session_revoked')
  return session
}
