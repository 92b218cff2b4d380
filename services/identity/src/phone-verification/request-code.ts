import type { Verification } from '@gatehouse/contracts'
import type { EntityManager } from '@mikro-orm/postgresql'
import { v7 as uuid } from 'uuid'
import { lockUser } from '../accounts/lock-user.ts'
import type { UserEntity } from '../accounts/user.entity.ts'
import type { Deps } from '../deps.ts'
import { planHandOff } from '../hand-off/plan-hand-off.ts'
import { chooseNumber } from './choose-number.ts'
import { countSend } from './count-send.ts'
import { MessageEntity } from './message.entity.ts'
import { openVerification } from './open-verification.ts'
import { showVerification } from './show-verification.ts'
import type { VerificationEntity } from './verification.entity.ts'

/** What a client asks: `phoneNumber` defaults to the profile's, `locale` is the message's language. */
export type CodeRequest = { phoneNumber?: string | null; locale: string; ip: string }

/**
 * Sends a code, or the same code again while it lives. The verification, the message and the intent to hand it over are
 * one transaction: what was answered will be sent or visibly fail, and what was rolled back sends nothing.
 */
export async function requestCode(
  deps: Deps,
  em: EntityManager,
  user: UserEntity,
  request: CodeRequest
): Promise<Verification> {
  const shown = await em.transactional(async (em) => {
    const owner = await lockUser(em, user.id)
    const recipient = chooseNumber(deps, owner, request.phoneNumber)
    const resendAvailableAt = await countSend(deps, em, owner.id, recipient, request.ip)
    const verification = await openVerification(deps, em, owner, recipient)
    verification.resendAvailableAt = resendAvailableAt
    return showVerification(verification, addMessage(em, verification, request.locale, deps.now()), deps.now())
  })
  // Only now, after the commit: a code that was not saved must not be sent.
  deps.relay.wake()
  return shown
}

// A test number gets no SMS: its message is delivered the moment it is written.
function addMessage(em: EntityManager, verification: VerificationEntity, locale: string, now: Date): MessageEntity {
  const status = verification.isTest ? 'delivered' : 'queued'
  const message = em.create(MessageEntity, { id: uuid(), verification, locale, status, createdAt: now, updatedAt: now })
  if (!verification.isTest) planHandOff(em, 'send', message.id, now)
  return message
}
