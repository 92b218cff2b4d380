import type { Verification } from '@gatehouse/contracts'
import { inSpan } from '@gatehouse/platform/tracing/span'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import type { Session } from '../sessions/find-session.ts'
import { lockSignedIn } from '../sessions/lock-signed-in.ts'
import { chooseNumber } from './choose-number.ts'
import { countSend } from './count-send.ts'
import { guardNumber } from './guard-number.ts'
import { sendCode } from './send-code.ts'
import { showVerification } from './show-verification.ts'

/** What a client asks: `phoneNumber` defaults to the profile's, `locale` is the message's language. */
export type CodeRequest = { phoneNumber?: string | null; locale: string; ip: string }

/**
 * Sends a code, or the same code again while it lives. The verification, the message and the intent to hand it over are
 * one transaction: what was answered will be sent or visibly fail, and what was rolled back sends nothing.
 */
export async function requestCode(
  deps: Deps,
  em: EntityManager,
  session: Session,
  { phoneNumber, locale, ip }: CodeRequest
): Promise<Verification> {
  const shown = await inSpan('request code', {}, () =>
    em.transactional(async (em) => {
      const owner = await lockSignedIn(deps, em, session)
      const recipient = chooseNumber(deps, owner, phoneNumber)
      guardNumber(deps, session, owner, recipient.phoneNumber)
      const resendAvailableAt = await countSend(deps, em, owner.id, recipient, ip)
      const sending = { purpose: 'phone_verification', locale, resendAvailableAt } as const
      const { verification, message } = await sendCode(deps, em, owner, recipient, sending)
      return showVerification(verification, message, deps.now())
    })
  )
  // Only now, after the commit: a code that was not saved must not be sent.
  deps.relay.wake()
  return shown
}
