import type { Purpose } from '@gatehouse/contracts'
import type { EntityManager } from '@mikro-orm/postgresql'
import { v7 as uuid } from 'uuid'
import type { UserEntity } from '../accounts/user.entity.ts'
import type { Deps } from '../deps.ts'
import { planHandOff } from '../hand-off/plan-hand-off.ts'
import { MessageEntity } from './message.entity.ts'
import { openVerification } from './open-verification.ts'
import type { Recipient } from './recipient.ts'
import type { VerificationEntity } from './verification.entity.ts'

/** `resendAvailableAt` is what the limits answered: nothing is sent that was not counted. */
export type Sending = { purpose: Purpose; locale: string; resendAvailableAt: Date }

/**
 * Writes a message with a code, or with the same code again while it lives, and the intent to hand it over, with the
 * caller's transaction, which holds the user's lock. Wake the relay after the commit.
 */
export async function sendCode(
  deps: Pick<Deps, 'now' | 'keys' | 'settings'>,
  em: EntityManager,
  user: UserEntity,
  recipient: Recipient,
  { purpose, locale, resendAvailableAt }: Sending
) {
  const verification = await openVerification(deps, em, user, recipient, purpose)
  verification.resendAvailableAt = resendAvailableAt
  return { verification, message: addMessage(em, verification, locale, deps.now()) }
}

// A test number gets no SMS: its message is delivered the moment it is written.
function addMessage(em: EntityManager, verification: VerificationEntity, locale: string, now: Date): MessageEntity {
  const status = verification.isTest ? 'delivered' : 'queued'
  const message = em.create(MessageEntity, { id: uuid(), verification, locale, status, createdAt: now, updatedAt: now })
  if (!verification.isTest) planHandOff(em, 'send', message.id, now)
  return message
}
