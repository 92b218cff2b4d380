import type { State } from './ledger.ts'

/**
 * What ended a message that failed. `gave_up`: no provider could be reached, or none would have it now. `in_doubt`: nobody
 * could say whether a provider has it. `unreadable`: its job could not be opened here. `permanent` and `policy` are a
 * provider's refusals of this very message.
 */
export const FAILURE_KINDS = ['gave_up', 'in_doubt', 'unreadable', 'permanent', 'policy'] as const
export type FailureKind = (typeof FAILURE_KINDS)[number]

/**
 * What an operator may redrive. A refusal stands: sent again it would be refused again, or go round a control through
 * another provider. Whose number or region is right by now asks for a new code, which is judged anew.
 */
export const REDRIVABLE: FailureKind[] = ['gave_up', 'in_doubt', 'unreadable']

/** A code that arrives with less than that left helps nobody, and SNS would not take it. */
export const REDRIVE_MARGIN_SECONDS = 60

export type Ended = {
  state: State
  failureKind?: FailureKind | null
  expiresAt: Date
  verifiedAt?: Date | null
  forgottenAt?: Date | null
}
export type RedriveRefusal = 'not_failed' | 'refused' | 'verified' | 'forgotten' | 'too_late'

/** Why a message may not be redriven. Undefined: it may. */
export function redriveRefusal(message: Ended, now: Date): RedriveRefusal | undefined {
  if (message.state !== 'failed') return 'not_failed'
  if (message.forgottenAt) return 'forgotten'
  if (message.verifiedAt) return 'verified'
  if (message.expiresAt.getTime() - now.getTime() <= REDRIVE_MARGIN_SECONDS * 1000) return 'too_late'
  return message.failureKind && REDRIVABLE.includes(message.failureKind) ? undefined : 'refused'
}
