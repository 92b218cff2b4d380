import type { SmsFailure } from '@gatehouse/contracts'
import type { Outcome } from '../delivery/outcome.ts'

const PERMANENT: Record<string, SmsFailure> = {
  21211: 'invalid_number',
  21217: 'invalid_number',
  21614: 'invalid_number',
  21610: 'opted_out',
  21635: 'unreachable',
  30006: 'unreachable'
}

// Told only by receipts: the message was taken, and did not arrive.
const UNDELIVERED: Record<string, SmsFailure> = {
  30003: 'unreachable',
  30004: 'blocked',
  30005: 'invalid_number',
  30007: 'blocked',
  30036: 'expired'
}

const POLICY: Record<string, SmsFailure> = {
  21408: 'region_not_allowed',
  60605: 'region_not_allowed',
  60410: 'blocked',
  60413: 'blocked',
  30450: 'blocked'
}

// The account, the key or the sender is wrong: nothing was sent, and another provider may help.
const MISCONFIGURED = new Set([
  '10001',
  '20003',
  '20005',
  '20006',
  '20404',
  '21212',
  '21602',
  '21603',
  '21605',
  '21606',
  '21607',
  '21608',
  '21612',
  '21617',
  '21659',
  '21660',
  '21701',
  '21703',
  '21705',
  '30034',
  '63038'
])
// Of these, what depends on where the message goes: anyone could ask for codes to such numbers.
const FOR_NUMBER = new Set(['21606', '21608', '21612', '21703', '30034'])
// Over a limit, and never processed.
const REFUSED = new Set(['20429', '14107', '21611'])

/** What Twilio's refusal means. Source: the pages of its error dictionary. */
export function judgeTwilioError(status: number, given: string | undefined, retryAfterMs?: number): Outcome {
  const code = given ?? `http_${status}`
  if (status === 429 || REFUSED.has(code)) return { kind: 'refused', code, retryAfterMs }
  if (status >= 500) return { kind: 'unknown', code }
  const policy = POLICY[code]
  if (policy) return { kind: 'policy', code, failure: policy }
  // Without a code of Twilio's it was not Twilio that answered: a proxy, or a wrong address.
  if (MISCONFIGURED.has(code) || status === 401 || !given) {
    return { kind: 'misconfigured', code, ...(FOR_NUMBER.has(code) ? { isForNumber: true } : {}) }
  }
  // A refusal that this list does not know may be a fraud control: the cautious reading is the end, in sight.
  return { kind: 'permanent', code, failure: PERMANENT[code] ?? 'unknown' }
}

/** Why a message that Twilio took did not arrive. */
export const failureOf = (code: string | null): SmsFailure =>
  (code && (UNDELIVERED[code] ?? PERMANENT[code] ?? POLICY[code])) || 'unknown'
