import { Refusal } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import { lockUser } from '../accounts/lock-user.ts'
import { requireEnabled } from '../accounts/require-enabled.ts'
import { UserEntity } from '../accounts/user.entity.ts'
import { LinkedIdentityEntity } from './linked-identity.entity.ts'
import type { Person } from './person.ts'

/** The account that a person at a provider comes to, locked: by the link to it, else by the address. */
export type Holder = { user: UserEntity; isLinked: boolean }

/** What was found before the lock holds no more under it: look again. */
export class Superseded extends Error {}

/** @throws Refusal `account_disabled`, and then nothing is linked, taken over or opened */
export async function findHolder(em: EntityManager, person: Person): Promise<Holder | null> {
  const linkedTo = await findLinked(em, person)
  const id = linkedTo ?? (await em.findOne(UserEntity, { email: person.email }, { fields: ['id'] }))?.id
  if (!id) return null
  const user = await lockUser(em, id).catch(supersede)
  // While we waited for the lock, the account may have been taken over from whom this link belonged to.
  if ((await findLinked(em, person)) !== linkedTo) throw new Superseded()
  requireEnabled(user)
  return { user, isLinked: linkedTo !== undefined }
}

/** The id of the account that is linked to the person. */
export async function findLinked(em: EntityManager, { provider, claims }: Person): Promise<string | undefined> {
  const linked = await em.findOne(LinkedIdentityEntity, { provider, subject: claims.sub }, { disableIdentityMap: true })
  return linked?.user.id
}

// Erased while we waited.
function supersede(error: unknown): never {
  throw error instanceof Refusal ? new Superseded() : error
}
