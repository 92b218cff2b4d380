import type { Static } from 'typebox'
import { Type } from 'typebox'

/**
 * Every refusal that the API knows: its machine word, its HTTP status, and the sentence that a person reads.
 * The sentence may change or be translated; the word and the status are relied upon.
 */
export const ERRORS = {
  validation_failed: [400, 'The request is not valid. See details for each field.'],
  invalid_code: [400, 'Invalid code'],
  no_pending_verification: [400, 'There is no code to check. Ask for a new one.'],
  code_expired: [400, 'The code has expired. Ask for a new one.'],
  phone_required: [400, 'A phone number is needed. Send phone_number or save one in the profile.'],
  phone_invalid: [400, 'That is not a phone number. Write it with its country, such as +14155552671.'],
  invalid_credentials: [401, 'The e-mail address or the password is wrong.'],
  token_invalid: [401, 'The token is missing or not valid. Sign in to get one.'],
  token_expired: [401, 'The token has expired. Refresh it or sign in again.'],
  session_revoked: [401, 'The session has ended. Sign in again.'],
  refresh_token_reused: [401, 'The refresh token was used before, so the session was ended. Sign in again.'],
  operator_sign_in_required: [401, 'Sign in with the name and password of an operator.'],
  account_disabled: [403, 'This account was disabled. Ask support about it.'],
  country_not_allowed: [403, 'Numbers of that country cannot get a code here.'],
  number_type_not_allowed: [403, 'That number cannot get SMS. Give a mobile number.'],
  email_not_verified: [403, 'The provider has not verified that e-mail address.'],
  signature_invalid: [403, 'The signature is missing or not valid.'],
  operator_required: [403, 'You may look, and operators may act.'],
  other_origin: [403, 'That did not come from a page of this address.'],
  reauthentication_required: [403, 'Confirm who you are first: sign in again within this session.'],
  not_found: [404, 'There is nothing at this address.'],
  email_taken: [409, 'An account with that e-mail address exists. Sign in instead.'],
  phone_taken: [409, 'Another account has verified that phone number.'],
  phone_already_verified: [409, 'That phone number is verified already.'],
  body_too_large: [413, 'The body is too large.'],
  unsupported_media_type: [415, 'Send application/json or application/x-www-form-urlencoded.'],
  rate_limited: [429, 'Too many attempts. Wait and try again.'],
  internal_error: [500, 'Something went wrong on our side. Quote the x-request-id when you report it.'],
  overloaded: [503, 'Too much work is waiting. Try again in a few seconds.'],
  provider_not_configured: [503, 'That way of signing in is not set up here.'],
  unavailable: [503, 'The service cannot answer right now. Try again in a few seconds.']
} as const satisfies Record<string, readonly [number, string]>

export type ErrorCode = keyof typeof ERRORS

/** The one shape of every error: a sentence for people, a word for programs, details by field. */
export const ErrorReply = Type.Object({
  error: Type.String({ description: 'A sentence for a person' }),
  code: Type.Enum(Object.keys(ERRORS) as ErrorCode[], { description: 'A word for a program' }),
  details: Type.Record(Type.String(), Type.Unknown(), {
    description: 'By field a list of faults; retry_after in seconds; attempts_remaining'
  })
})
export type ErrorReply = Static<typeof ErrorReply>
