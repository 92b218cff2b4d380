import type { EntityManager } from '@mikro-orm/postgresql'
import { LockMode } from '@mikro-orm/postgresql'
import { UserEntity } from './user.entity.ts'

/**
 * Locks the account's row and reads it afresh. Whatever changes a user together with something of theirs takes this
 * lock first: the one order of locks in which no two requests can wait for each other.
 */
export const lockUser = (em: EntityManager, id: string): Promise<UserEntity> =>
  em.findOneOrFail(UserEntity, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true })
