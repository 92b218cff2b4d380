import type { SaveProfile } from '@gatehouse/contracts'
import type { EntityManager } from '@mikro-orm/postgresql'
import { lockUser } from '../accounts/lock-user.ts'
import type { UserEntity } from '../accounts/user.entity.ts'
import type { Deps } from '../deps.ts'
import { cancelVerifications } from '../phone-verification/cancel-verifications.ts'
import { applyProfile } from './apply-profile.ts'

/** Saves what is sent. A code on its way to a number that is no longer the account's becomes worthless. */
export const saveProfile = (deps: Deps, em: EntityManager, userId: string, sent: SaveProfile): Promise<UserEntity> =>
  em.transactional(async (em) => {
    const user = await lockUser(em, userId)
    const numberChanged = applyProfile(user, sent, deps.settings)
    if (numberChanged) await cancelVerifications(deps, em, userId)
    return user
  })
