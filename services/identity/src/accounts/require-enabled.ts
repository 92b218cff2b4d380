import { Refusal } from '@gatehouse/platform/refusal'
import type { UserEntity } from './user.entity.ts'

/**
 * Lets nobody into an account that an operator disabled. Asked under the account's lock, and only after whoever comes
 * proved who they are: anybody else is told the same as of any account.
 */
export function requireEnabled({ disabledAt }: Pick<UserEntity, 'disabledAt'>) {
  if (disabledAt) throw new Refusal('account_disabled')
}
