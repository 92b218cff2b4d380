import type { SmsFailure, SmsStatus, VerificationStatus } from '@gatehouse/contracts'

export const MAX_FAILED_ATTEMPTS = 5
/** Per user and number, over resends and new codes: a new code does not buy new guesses (NIST 800-63B §3.1.3.2). */
export const MAX_FAILED_ATTEMPTS_A_DAY = 15
/** A resend repeats the code only if there is time left to type it. */
const REUSABLE_MS = 3 * 60_000

export type Attempted = {
  failedAttempts: number
  expiresAt: Date
  verifiedAt?: Date | null
  cancelledAt?: Date | null
}

export const attemptsRemaining = ({ failedAttempts }: Attempted) => Math.max(0, MAX_FAILED_ATTEMPTS - failedAttempts)

/** Whether another message may carry the same code. */
export const isReusable = (verification: Attempted, now: Date) =>
  attemptsRemaining(verification) > 0 && verification.expiresAt.getTime() - now.getTime() >= REUSABLE_MS

/** What the user's client is told. The life of the code counts first, then the fate of the newest message. */
export function statusOf(verification: Attempted, message: SmsStatus, now: Date): VerificationStatus {
  if (verification.verifiedAt) return 'verified'
  if (verification.cancelledAt) return 'cancelled'
  if (attemptsRemaining(verification) === 0) return 'locked'
  if (verification.expiresAt <= now) return 'expired'
  return message
}

/** In words a person can act on. */
export const FAILURE_SENTENCES: Record<SmsFailure, string> = {
  invalid_number: 'This number does not exist. Check it and try again.',
  unreachable: 'The phone could not be reached. See that it is on and has a signal, then ask for a new code.',
  opted_out: 'This number has opted out of our messages. Reply START to the last one, or use another number.',
  blocked: 'The carrier blocked the message. Use another number.',
  region_not_allowed: 'Messages to this region are not possible. Use another number.',
  provider_unavailable: 'The message could not be sent. Ask for a new code in a minute.',
  expired: 'The message could not be sent in time. Ask for a new code.',
  unknown: 'The message did not arrive. Ask for a new code.'
}
