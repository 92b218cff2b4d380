import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Nullable, Timestamp, Uuid } from './text.ts'

export const ACTIVITY_EVENTS = [
  'registration',
  'sign_in',
  'link',
  'take_over',
  'reauthentication',
  'phone_verification',
  'password_change',
  'password_reset',
  'refresh_token_reuse',
  'phone_release',
  'reset_link',
  'session_end',
  'account_disable',
  'account_enable'
] as const
export type ActivityEvent = (typeof ACTIVITY_EVENTS)[number]

export const ACTIVITY_OUTCOMES = ['success', 'failure'] as const
export type ActivityOutcome = (typeof ACTIVITY_OUTCOMES)[number]

/** One entry of an account's sign-in history. */
export const ActivityEntry = Type.Object({
  id: Uuid,
  at: Timestamp,
  event: Type.Enum([...ACTIVITY_EVENTS]),
  outcome: Type.Enum([...ACTIVITY_OUTCOMES]),
  provider: Type.String({
    description:
      'password, phone, link (given out by support), operator, or the name of an OpenID provider such as google'
  }),
  ip: Type.String({ description: 'Empty: it was done by an operator of the service' }),
  user_agent: Nullable(Type.String())
})
export type ActivityEntry = Static<typeof ActivityEntry>

export const ActivityReply = Type.Object({
  activity: Type.Array(ActivityEntry, { description: 'Newest first, at most a hundred' })
})
