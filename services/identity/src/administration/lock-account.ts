import { Refusal } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import { lockUser } from '../accounts/lock-user.ts'
import type { UserEntity } from '../accounts/user.entity.ts'
import { CommandRefusal } from '../command/refusal.ts'
import { findAccounts, readSought } from './find-accounts.ts'

/**
 * Locks the one account that is meant, for a change, with the caller's transaction.
 * @throws CommandRefusal if there is none, or more than one
 */
export async function lockAccount(em: EntityManager, written: string): Promise<UserEntity> {
  const sought = readSought(written)
  const [account, another] = await findAccounts(em, sought)
  if (!account) throw new CommandRefusal(`there is no account with this ${sought.by}`)
  if (another)
    throw new CommandRefusal('more than one account has this number: name one by its id (find-user shows it)')
  return lockById(em, account.id)
}

/** @throws CommandRefusal if the account was erased meanwhile */
export const lockById = (em: EntityManager, id: string): Promise<UserEntity> =>
  lockUser(em, id).catch((error) => {
    throw error instanceof Refusal ? new CommandRefusal('the account was erased just now') : error
  })
