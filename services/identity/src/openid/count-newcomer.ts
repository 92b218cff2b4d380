import { tooMany } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import { UserEntity } from '../accounts/user.entity.ts'
import type { Deps } from '../deps.ts'
import { addressKey } from '../limits/address-key.ts'
import { count } from '../limits/count.ts'
import type { Origin } from '../sessions/open-session.ts'
import { findLinked } from './find-holder.ts'
import type { Person } from './person.ts'

/**
 * Counts somebody who has no account yet as a registration of their address, or refuses. It commits by itself, before
 * the sign-in: else all who come from one address would wait for each other's.
 */
export async function countNewcomer(deps: Deps, em: EntityManager, person: Person, { ip }: Origin): Promise<void> {
  const isKnown = (await findLinked(em, person)) ?? (await em.count(UserEntity, { email: person.email })) > 0
  if (isKnown) return
  const { allowed, from } = await count(deps, em, ['register-address', addressKey(ip)])
  if (!allowed) throw tooMany((from - deps.now().getTime()) / 1000)
}
