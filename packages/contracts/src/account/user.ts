import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Nullable, Timestamp, Uuid } from '../text.ts'

export const USER_TYPES = ['freelancer', 'client'] as const
export const EXPERIENCE_LEVELS = ['entry', 'junior', 'mid', 'senior', 'expert'] as const
export const AVAILABILITIES = ['full-time', 'part-time', 'contract', 'freelance', 'unavailable'] as const

const text = Nullable(Type.String())

/** An account as its owner sees it. Never holds the password's hash or anything of another account. */
export const User = Type.Object({
  id: Uuid,
  email: Type.String(),
  email_verified: Type.Boolean(),
  first_name: Type.String(),
  last_name: Type.String(),
  user_type: Type.Enum([...USER_TYPES]),
  phone_number: Nullable(Type.String({ description: 'E.164' })),
  phone_verified: Type.Boolean(),
  country: Nullable(Type.String({ description: 'ISO 3166-1 alpha-2' })),
  state: text,
  city: text,
  address: text,
  skills: text,
  experience_level: Type.Enum([...EXPERIENCE_LEVELS]),
  hourly_rate: Nullable(Type.String({ description: 'With two decimals' })),
  availability: Type.Enum([...AVAILABILITIES]),
  bio: text,
  date_of_birth: Nullable(Type.String({ format: 'date' })),
  profile_completed: Type.Boolean(),
  created_at: Timestamp
})
export type User = Static<typeof User>

/** How far the profile is. Stands in every answer that shows the user. */
export const Completion = Type.Object({
  requires_completion: Type.Boolean(),
  missing_fields: Type.Array(Type.String()),
  completion_percent: Type.Integer({ minimum: 0, maximum: 100, description: 'Of the required fields' })
})
export type Completion = Static<typeof Completion>
