import { Refusal } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { matchesPassword } from './password-hash.ts'
import type { Try } from './tries.ts'
import { admitSuccess, admitTry, countFailure } from './tries.ts'

export type PasswordTry = Omit<Try, 'provider'> & { password: string; hash: string | null | undefined }

/**
 * Checks a password against the account's, or refuses. An address without an account is treated like one with a wrong
 * password, in the same time. Only failures count. They are counted after the comparison and looked at again before a
 * success, so that of a hundred guesses at once five are judged and the others learn nothing.
 */
export async function tryPassword(deps: Deps, em: EntityManager, tried: PasswordTry): Promise<void> {
  const attempt: Try = { ...tried, provider: 'password' }
  await admitTry(deps, em, attempt)
  if (await matchesPassword(tried.hash, tried.password)) return admitSuccess(deps, em, attempt)
  await countFailure(deps, em, attempt)
  throw new Refusal('invalid_credentials')
}
