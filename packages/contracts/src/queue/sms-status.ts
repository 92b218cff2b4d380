import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Nullable, Timestamp, Trace, Uuid } from '../text.ts'

/** Notification → identity: what became of one message. */
export const SMS_STATUS_QUEUE = 'sms-status'
export const UPDATE_JOB = 'update'
/** A status that comes anew, after a redrive, is another job: the queue may still have the one of the time before. */
export const updateJobId = (messageId: string, status: SmsStatus, redrives = 0) =>
  `update-${messageId}-${status}${redrives > 0 ? `-${redrives}` : ''}`

/** Waiting, taken by a provider, and the three ends. A message never goes back, unless an operator redrives it. */
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
  at: Timestamp,
  redrives: Type.Optional(
    Type.Integer({
      minimum: 0,
      description: 'How often operators had redriven the message when this was so; left out: never'
    })
  ),
  trace: Trace
})
export type SmsStatusUpdate = Static<typeof SmsStatusUpdate>
