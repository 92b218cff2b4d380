import type { SmsFailure } from '@gatehouse/contracts'
import type { Outcome } from '../delivery/outcome.ts'

const PERMANENT: Record<string, SmsFailure> = {
  InvalidParameter: 'invalid_number',
  InvalidParameterException: 'invalid_number',
  InvalidParameterValueException: 'invalid_number',
  ParameterValueInvalid: 'invalid_number',
  OptedOut: 'opted_out',
  OptedOutException: 'opted_out'
}
const REFUSED = /^(Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled)/
// Keys, rights, signature, account: another provider may help.
const MISCONFIGURED =
  /^(AuthorizationError|AccessDenied|InvalidClientTokenId|InvalidSecurity|SignatureDoesNotMatch|IncompleteSignature|UnrecognizedClient|ExpiredToken|MissingAuthenticationToken|OptInRequired|UserError|CredentialsProviderError|EndpointDisabled)/

/** What a refusal of SNS means, by the error's name. */
export function judgeSnsError(status: number, name: string): Outcome {
  if (REFUSED.test(name) || status === 429) return { kind: 'refused', code: name }
  if (status >= 500) return { kind: 'unknown', code: name }
  if (MISCONFIGURED.test(name) || status === 401 || status === 403) return { kind: 'misconfigured', code: name }
  return { kind: 'permanent', code: name, failure: PERMANENT[name] ?? 'unknown' }
}
