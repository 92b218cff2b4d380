import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Timestamp, Trace, Uuid } from '../text.ts'

/** Identity → notification: what the person did with the message. */
export const SMS_OUTCOME_QUEUE = 'sms-outcome'
export const VERIFIED_JOB = 'verified'
export const FORGET_JOB = 'forget'
export const verifiedJobId = (messageId: string) => `verified-${messageId}`
export const forgetJobId = (messageId: string) => `forget-${messageId}`

export const SmsVerified = Type.Object({ message_id: Uuid, at: Timestamp, trace: Trace })
export type SmsVerified = Static<typeof SmsVerified>

/** At erasure: whatever is kept of the message goes. */
export const SmsForget = Type.Object({ message_id: Uuid, trace: Trace })
export type SmsForget = Static<typeof SmsForget>
