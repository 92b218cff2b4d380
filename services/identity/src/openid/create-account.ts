import type { EntityManager } from '@mikro-orm/postgresql'
import { v7 as uuid } from 'uuid'
import { showUser } from '../accounts/show-user.ts'
import { UserEntity } from '../accounts/user.entity.ts'
import type { Deps } from '../deps.ts'
import { nameIn } from './claims.ts'
import type { Person } from './person.ts'

/** Makes the account of somebody whom a provider vouches for, with the caller's transaction. It has no password. */
export function createAccount(deps: Deps, em: EntityManager, { email, claims }: Person): UserEntity {
  const names = { firstName: nameIn(claims.given_name), lastName: nameIn(claims.family_name) }
  const user = em.create(UserEntity, { id: uuid(), email, emailVerified: true, ...names, createdAt: deps.now() })
  user.profileCompleted = showUser(user, deps.settings.requiredFields).profile_completed
  return user
}
