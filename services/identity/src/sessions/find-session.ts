import { Refusal } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { isKept, thatKeeps } from '../signing-keys/is-kept.ts'
import { endingOf, living } from './lifetime.ts'
import { SessionEntity } from './session.entity.ts'

/** A signed-in client and its user. */
export type Session = SessionEntity

/**
 * The live session of an access token, with its user: one query for every authenticated request, so that a revoked
 * session and a token of a withdrawn key are refused at once, whatever the token says and whoever verified it before.
 * @param kid the key that signed the token
 */
export async function findSession(deps: Deps, em: EntityManager, id: string, kid: string): Promise<Session> {
  const session = await em
    .createQueryBuilder(SessionEntity, 's')
    .select('*')
    .innerJoinAndSelect('s.user', 'u')
    .where({ id })
    .andWhere(...thatKeeps(kid))
    .getSingleResult()
  if (!session && !(await isKept(em, kid))) throw new Refusal('token_invalid')
  const ending = session && endingOf(session, deps.settings.refreshIdleTtl, deps.now())
  if (!session || ending || session.user.disabledAt) throw new Refusal('session_revoked')
  return session
}

/** Looks again, for a change that took its time: a session that was ended meanwhile changes nothing any more. */
export async function requireLiveSession({ now, settings }: Deps, em: EntityManager, { id }: Session) {
  const live = await em.count(SessionEntity, { id, ...living(settings.refreshIdleTtl, now()) })
  if (live === 0) throw new Refusal('session_revoked')
}
