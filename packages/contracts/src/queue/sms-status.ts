import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Nullable, Timestamp, Uuid } from '../text.ts'

/** Notification → identity: what became of one message. */
export const SMS_STATUS_QUEUE = 'sms-status'
export const UPDATE_JOB = 'update'
export const updateJobId = (messageId: string, status: SmsStatus) => `update-${messageId}-${status}`

/** Waiting, taken by a provider, and the three ends. A message never goes back. */
export const SMS_STATUSES = ['queued', 'sent', 'delivered', 'failed', 'expired'] as const
export type SmsStatus = (typeof SMS_STATUSES)[number]

/** Why a message was not delivered, in the words of no provider. */
export const SMS_FAILURES = [
  'invalid_number',
  'unreachable',
  'opted_out',
  'blocked',
  'region_not_allowed',
  'provider_unavailable',
  'expired',
  'unknown'
] as const
export type SmsFailure = (typeof SMS_FAILURES)[number]

export const SmsStatusUpdate = Type.Object({
  message_id: Uuid,
  status: Type.Enum([...SMS_STATUSES]),
  provider: Nullable(Type.String({ maxLength: 20 })),
  error_code: Nullable(Type.Enum([...SMS_FAILURES])),
  at: Timestamp
})
export type SmsStatusUpdate = Static<typeof SmsStatusUpdate>
