import type { Reauthenticate } from '@gatehouse/contracts'
import { Refusal } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import { lockUser } from '../accounts/lock-user.ts'
import { recordActivity } from '../activity/record-activity.ts'
import type { Deps } from '../deps.ts'
import { confirmIdentity } from '../openid/confirm-identity.ts'
import { tryPassword } from '../passwords/try-password.ts'
import type { Session } from './find-session.ts'
import { living } from './lifetime.ts'
import type { Origin } from './open-session.ts'
import { SessionEntity } from './session.entity.ts'

export type Proof = Reauthenticate & { origin: Origin }

/** Proves again who is there. For five minutes this session may then do what is asked of a recent sign-in. */
export async function reauthenticate(deps: Deps, em: EntityManager, session: Session, proof: Proof) {
  const provider = await prove(deps, em, session, proof)
  await em.transactional(async (em) => {
    const user = await lockUser(em, session.user.id)
    const now = deps.now()
    const live = { id: session.id, ...living(deps.settings.refreshIdleTtl, now) }
    // Ended while the proof was looked at, as by a new password: then what was proved holds no more.
    if ((await em.nativeUpdate(SessionEntity, live, { authenticatedAt: now })) === 0) {
      throw new Refusal('session_revoked')
    }
    recordActivity(deps, em, user.id, { event: 'reauthentication', provider, origin: proof.origin })
  })
}

const EITHER = ['give either password or id_token']

/** @returns the name of the provider that vouches. */
async function prove(deps: Deps, em: EntityManager, { user }: Session, { password, id_token, origin }: Proof) {
  if (password !== undefined && id_token === undefined) {
    const { email, passwordHash: hash } = user
    await tryPassword(deps, em, { email, origin, password, hash, event: 'reauthentication' })
    return 'password'
  }
  if (id_token !== undefined && password === undefined) return confirmIdentity(deps, em, user.id, id_token)
  throw new Refusal('validation_failed', { password: EITHER, id_token: EITHER })
}
