import type { EntityManager } from '@mikro-orm/postgresql'
import { UserEntity } from '../accounts/user.entity.ts'
import type { Deps } from '../deps.ts'
import { tryPassword } from '../passwords/try-password.ts'
import type { Origin } from '../sessions/open-session.ts'
import { findLinked } from './find-holder.ts'
import type { Person } from './person.ts'

/** Where somebody comes from, and the account's password if they gave it. */
export type Arrival = { origin: Origin; password?: string }

/**
 * Tries the password that came with an ID token, where it decides something: on an account of that address whose own
 * e-mail was never verified. Elsewhere the provider's word is enough.
 * @returns the hash that it matched
 * @throws Refusal `invalid_credentials`: nothing was changed, and the token is not spent
 */
export async function provePassword(
  deps: Deps,
  em: EntityManager,
  person: Person,
  { password, origin }: Arrival
): Promise<string | undefined> {
  if (password === undefined || (await findLinked(em, person))) return undefined
  const { email } = person
  const user = await em.findOne(UserEntity, { email })
  if (!user || user.emailVerified) return undefined
  await tryPassword(deps, em, { email, origin, password, hash: user.passwordHash, event: 'link' })
  return user.passwordHash ?? undefined
}
