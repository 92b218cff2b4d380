import type { ErrorCode } from '@gatehouse/contracts'
import { Refusal } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import { LockMode } from '@mikro-orm/postgresql'
import { UserEntity } from './user.entity.ts'

/**
 * Locks the account's row and reads it afresh. Whatever changes a user together with something of theirs takes this
 * lock first: the one order of locks in which no two requests can wait for each other.
 * @param whenErased what is answered if the account was erased since the request read it
 */
export async function lockUser(
  em: EntityManager,
  id: string,
  whenErased: ErrorCode = 'session_revoked'
): Promise<UserEntity> {
  const user = await em.findOne(UserEntity, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true })
  if (!user) throw new Refusal(whenErased)
  return user
}
