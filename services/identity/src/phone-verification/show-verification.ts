import type { Verification } from '@gatehouse/contracts'
import type { MessageEntity } from './message.entity.ts'
import type { VerificationEntity } from './verification.entity.ts'
import { attemptsRemaining, FAILURE_SENTENCES, statusOf } from './verification.ts'

/** A verification as its user sees it, with the fate of its newest message. */
export function showVerification(verification: VerificationEntity, message: MessageEntity, now: Date): Verification {
  return {
    id: verification.id,
    phone_number: verification.phoneNumber,
    status: statusOf(verification, message.status, now),
    failure: message.failure ? FAILURE_SENTENCES[message.failure] : null,
    attempts_remaining: attemptsRemaining(verification),
    expires_at: verification.expiresAt.toISOString(),
    resend_available_at: verification.resendAvailableAt.toISOString()
  }
}
