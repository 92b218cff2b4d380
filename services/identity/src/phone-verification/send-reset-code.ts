import { Refusal } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { UserEntity } from '../accounts/user.entity.ts'
import type { Deps } from '../deps.ts'
import { countSend } from './count-send.ts'
import { MessageEntity } from './message.entity.ts'
import { readRecipient } from './recipient.ts'
import { sendCode } from './send-code.ts'

/**
 * Sends a code for a new password to the user's verified number, with the caller's transaction, which holds the user's
 * lock. Where nothing may be sent, nothing is: nobody is there to be told why. A message that went out since the reset was
 * asked for answers it too.
 * @returns when to try again, if it is only too early for one more message to this user or number
 */
export async function sendResetCode(
  deps: Pick<Deps, 'now' | 'keys' | 'settings'>,
  em: EntityManager,
  user: UserEntity,
  { locale, askedAt }: { locale: string; askedAt: Date }
): Promise<Date | undefined> {
  if (user.disabledAt || !user.phoneVerified || !user.phoneNumber || (await wasSentSince(em, user, askedAt)))
    return undefined
  try {
    const recipient = readRecipient(deps.settings, user.phoneNumber)
    // Verified as a test number and now a real one, or the other way round: whose it is was never proved.
    if (recipient.isTest !== user.phoneIsTest) return undefined
    const resendAvailableAt = await countSend(deps, em, user.id, recipient, null)
    await sendCode(deps, em, user, recipient, { purpose: 'password_reset', locale, resendAvailableAt })
    return undefined
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { retry_after } = error.details
    return typeof retry_after === 'number' ? new Date(deps.now().getTime() + retry_after * 1000) : undefined
  }
}

const wasSentSince = async (em: EntityManager, user: UserEntity, moment: Date) =>
  (await em.count(MessageEntity, {
    verification: { user: user.id, purpose: 'password_reset' },
    createdAt: { $gt: moment }
  })) > 0
