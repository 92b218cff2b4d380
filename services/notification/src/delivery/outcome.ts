import type { SmsFailure } from '@gatehouse/contracts'

/**
 * What a provider's answer means for the message. docs/life-of-a-code.md has the table.
 * `code` is the provider's own word, kept for operators: never free text, which may hold the number. `isForNumber`: what
 * is set up does not reach this number, but may reach others.
 */
export type Outcome =
  | { kind: 'accepted'; id: string }
  | { kind: 'refused'; code: string; retryAfterMs?: number }
  | { kind: 'not_sent'; code: string; retryAfterMs?: number }
  | { kind: 'misconfigured'; code: string; isForNumber?: boolean }
  | { kind: 'unknown'; code: string }
  | { kind: 'permanent'; code: string; failure: SmsFailure }
  | { kind: 'policy'; code: string; failure: SmsFailure }

export type OutcomeKind = Outcome['kind']

/** What comes next for the message: nothing, the same provider later, another one now, a question, or the end. */
export type Next = 'done' | 'same_provider_later' | 'next_provider_now' | 'ask_later' | 'fail'

export const NEXT: Record<OutcomeKind, Next> = {
  accepted: 'done',
  refused: 'same_provider_later',
  not_sent: 'next_provider_now',
  misconfigured: 'next_provider_now',
  unknown: 'ask_later',
  permanent: 'fail',
  // Another provider would send what this one refused for fraud or region: that goes round a control.
  policy: 'fail'
}
