import type { Static } from 'typebox'
import { Type } from 'typebox'
import { User } from './account/user.ts'
import { Emptiable, Nullable, Text, Timestamp, Uuid } from './text.ts'

export const VERIFICATION_STATUSES = [
  'queued',
  'sent',
  'delivered',
  'failed',
  'verified',
  'expired',
  'locked',
  'cancelled'
] as const

/** One number being proved by one user, as the user's client sees it. */
export const Verification = Type.Object({
  id: Uuid,
  phone_number: Type.String({ description: 'E.164' }),
  status: Type.Enum([...VERIFICATION_STATUSES]),
  failure: Nullable(Type.String({ description: 'Why the message failed, in words a person can act on' })),
  attempts_remaining: Type.Integer(),
  expires_at: Timestamp,
  resend_available_at: Timestamp
})
export type Verification = Static<typeof Verification>
export type VerificationStatus = Verification['status']

export const SendPhoneVerification = Type.Object(
  { phone_number: Type.Optional(Emptiable(Text(20))) },
  { additionalProperties: false }
)
export const CodeSent = Type.Object({ message: Type.String(), verification: Verification })
export const CurrentVerification = Type.Object({ verification: Nullable(Verification) })

export const VerifyPhone = Type.Object(
  { code: Type.String({ pattern: '^[0-9]{6}$', description: 'the six digits of the message' }) },
  { additionalProperties: false }
)
export const PhoneVerified = Type.Object({ message: Type.String(), user: User })
