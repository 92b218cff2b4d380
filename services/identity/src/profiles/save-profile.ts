import type { SaveProfile } from '@gatehouse/contracts'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { UserEntity } from '../accounts/user.entity.ts'
import type { Deps } from '../deps.ts'
import { cancelVerifications } from '../phone-verification/cancel-verifications.ts'
import { guardNumber } from '../phone-verification/guard-number.ts'
import type { Session } from '../sessions/find-session.ts'
import { lockSignedIn } from '../sessions/lock-signed-in.ts'
import { applyProfile, keptNumber } from './apply-profile.ts'

/** Saves what is sent, or nothing. A code on its way to a number that is no longer the account's becomes worthless. */
export const saveProfile = (deps: Deps, em: EntityManager, session: Session, sent: SaveProfile): Promise<UserEntity> =>
  em.transactional(async (em) => {
    const user = await lockSignedIn(deps, em, session)
    const { phone_number } = sent
    if (phone_number !== undefined) guardNumber(deps, session, user, keptNumber(phone_number, deps.settings))
    if (applyProfile(user, sent, deps.settings)) await cancelVerifications(deps, em, user.id)
    return user
  })
