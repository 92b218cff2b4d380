import type { Static } from 'typebox'
import { Type } from 'typebox'
import { ActivityEntry } from '../activity.ts'
import { SMS_STATUSES } from '../queue/sms-status.ts'
import { SessionShown } from '../sessions.ts'
import { Nullable, Timestamp, Uuid } from '../text.ts'
import { User } from './user.ts'

const ExportedIdentity = Type.Object({ provider: Type.String(), subject: Type.String(), created_at: Timestamp })

const ExportedSession = Type.Object({
  ...Type.Omit(SessionShown, ['current']).properties,
  expires_at: Timestamp,
  ended_at: Nullable(Timestamp)
})

const ExportedMessage = Type.Object({
  id: Uuid,
  status: Type.Enum([...SMS_STATUSES]),
  locale: Type.String(),
  created_at: Timestamp
})

const ExportedVerification = Type.Object({
  id: Uuid,
  purpose: Type.String(),
  phone_number: Type.String(),
  country: Type.String(),
  failed_attempts: Type.Integer(),
  created_at: Timestamp,
  expires_at: Timestamp,
  verified_at: Nullable(Timestamp),
  messages: Type.Array(ExportedMessage)
})

/** Everything that is held on a user. Secrets (the password's hash, codes, tokens) are not: nobody can read them back. */
export const AccountExport = Type.Object({
  exported_at: Timestamp,
  user: User,
  has_password: Type.Boolean(),
  identities: Type.Array(ExportedIdentity),
  sessions: Type.Array(ExportedSession),
  phone_verifications: Type.Array(ExportedVerification),
  activity: Type.Array(ActivityEntry)
})
export type AccountExport = Static<typeof AccountExport>
