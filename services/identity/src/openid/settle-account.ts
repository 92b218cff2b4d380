import type { ActivityEvent } from '@gatehouse/contracts'
import { Refusal } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import { v7 as uuid } from 'uuid'
import type { UserEntity } from '../accounts/user.entity.ts'
import type { Deps } from '../deps.ts'
import { createAccount } from './create-account.ts'
import type { Holder } from './find-holder.ts'
import { Superseded } from './find-holder.ts'
import { LinkedIdentityEntity } from './linked-identity.entity.ts'
import type { Person } from './person.ts'
import { takeOverAccount } from './take-over-account.ts'

/** Whose account it is from now on, and what happened on the way, for its history. */
export type Settled = { user: UserEntity; events: ActivityEvent[] }

/** The password that came with the ID token, if one did, and the hash that it matched. */
export type Proof = { password?: string; provedHash?: string }

/** Decides which account a person gets, with the caller's transaction and the lock on the account that was found. */
export async function settleAccount(
  deps: Deps,
  em: EntityManager,
  person: Person,
  proof: Proof,
  holder: Holder | null
): Promise<Settled> {
  if (!holder) {
    const user = createAccount(deps, em, person)
    link(deps, em, user, person)
    return { user, events: ['registration'] }
  }
  const { user, isLinked } = holder
  if (isLinked) return { user, events: ['sign_in'] }
  const event = await admit(deps, em, user, person, proof)
  link(deps, em, user, person)
  return { user, events: [event, 'sign_in'] }
}

async function admit(deps: Deps, em: EntityManager, user: UserEntity, person: Person, proof: Proof) {
  if (user.emailVerified) {
    await refuseAnother(em, user, person)
    return 'link'
  }
  if (proof.password === undefined) {
    await takeOverAccount(deps, em, user)
    return 'take_over'
  }
  // Not tried, or on a hash that is another one by now: it has to be tried on this account as it is.
  if (proof.provedHash === undefined || user.passwordHash !== proof.provedHash) throw new Superseded()
  user.emailVerified = true
  return 'link'
}

// The provider gave the address to somebody else: whoever has it now did not make this account.
async function refuseAnother(em: EntityManager, user: UserEntity, { provider }: Person) {
  if ((await em.count(LinkedIdentityEntity, { user, provider })) > 0) throw new Refusal('email_taken')
}

const link = ({ now }: Deps, em: EntityManager, user: UserEntity, { provider, claims }: Person) =>
  em.create(LinkedIdentityEntity, { id: uuid(), user, provider, subject: claims.sub, createdAt: now() })
