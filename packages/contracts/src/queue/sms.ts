import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Timestamp, Trace, Uuid } from '../text.ts'

/** Identity → notification: send one message. */
export const SMS_QUEUE = 'sms'
export const SEND_JOB = 'send'
/** The id makes a hand-over that happens twice one job. BullMQ wants ids that are not numeric and hold no colon. */
export const sendJobId = (messageId: string) => `sms-${messageId}`

/** Languages in which messages are written. */
export const SMS_LOCALES = ['en', 'de', 'es', 'fr'] as const

export const PURPOSES = ['phone_verification', 'password_reset'] as const
export type Purpose = (typeof PURPOSES)[number]

export const SendSms = Type.Object({
  message_id: Uuid,
  purpose: Type.Enum([...PURPOSES]),
  template: Type.String({ pattern: '^[a-z_]{1,40}$' }),
  locale: Type.String({ pattern: '^[a-z]{2}$', description: 'ISO 639-1; the worker falls back to English' }),
  country: Type.String({ pattern: '^[A-Z]{2}$', description: 'Of the number, for statistics' }),
  expires_at: Timestamp,
  sealed: Type.String({ maxLength: 4096, description: 'Compact JWE (dir, A256GCM) of SealedSms' }),
  trace: Trace
})
export type SendSms = Static<typeof SendSms>

/** What only the worker reads, and only while it sends. `message_id` binds the seal to its job. */
export const SealedSms = Type.Object({
  message_id: Uuid,
  to: Type.String({ pattern: '^\\+[1-9][0-9]{3,14}$', description: 'E.164' }),
  code: Type.String({ pattern: '^[0-9]{6}$' })
})
export type SealedSms = Static<typeof SealedSms>
