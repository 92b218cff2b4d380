import { Refusal } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { UserEntity } from '../accounts/user.entity.ts'
import type { Deps } from '../deps.ts'
import { countSend } from './count-send.ts'
import { readRecipient } from './recipient.ts'
import { sendCode } from './send-code.ts'

/**
 * Sends a code for a new password to the user's verified number, with the caller's transaction, which holds the user's
 * lock. Where nothing may be sent, nothing is: nobody is there to be told why.
 */
export async function sendResetCode(
  deps: Pick<Deps, 'now' | 'keys' | 'settings'>,
  em: EntityManager,
  user: UserEntity,
  locale: string
) {
  if (!user.phoneVerified || !user.phoneNumber) return
  try {
    const recipient = readRecipient(deps.settings, user.phoneNumber)
    // Verified as a test number and now a real one, or the other way round: whose it is was never proved.
    if (recipient.isTest !== user.phoneIsTest) return
    const resendAvailableAt = await countSend(deps, em, user.id, recipient, null)
    await sendCode(deps, em, user, recipient, { purpose: 'password_reset', locale, resendAvailableAt })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}
