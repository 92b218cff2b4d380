import { Refusal } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import { lockUser } from '../accounts/lock-user.ts'
import type { UserEntity } from '../accounts/user.entity.ts'
import { matchesPassword } from './password-hash.ts'

/** A password that was right, and the hash against which it was. An account without a password has neither. */
export type Proved = { password?: string | undefined; hash: string | null }

/**
 * Locks the account and makes sure that what was proved still holds: since the comparison, the password may have been
 * changed or reset. If only its hash was renewed, it is the same password still.
 */
export async function lockProved(em: EntityManager, userId: string, { password, hash }: Proved): Promise<UserEntity> {
  const user = await lockUser(em, userId, 'invalid_credentials')
  const stored = user.passwordHash ?? null
  if (stored === hash) return user
  if (password !== undefined && (await matchesPassword(stored, password))) return user
  throw new Refusal('invalid_credentials')
}
