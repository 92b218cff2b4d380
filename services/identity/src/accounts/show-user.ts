import type { Completion, User } from '@gatehouse/contracts'
import { completionOf } from './completion.ts'
import type { UserEntity } from './user.entity.ts'

/** The account as its owner sees it. Whether it is complete is judged now: the required fields may have changed. */
export function showUser(user: UserEntity, required: string[]): User {
  const shown = fieldsOf(user)
  return { ...shown, profile_completed: !completionOf(shown, required).requires_completion }
}

/** The account and how far its profile is. */
export function showProfile(user: UserEntity, required: string[]): { user: User } & Completion {
  const shown = showUser(user, required)
  return { user: shown, ...completionOf(shown, required) }
}

const fieldsOf = (user: UserEntity): User => ({
  id: user.id,
  email: user.email,
  email_verified: user.emailVerified,
  first_name: user.firstName,
  last_name: user.lastName,
  user_type: user.userType,
  phone_number: user.phoneNumber ?? null,
  phone_verified: user.phoneVerified,
  country: user.country ?? null,
  state: user.state ?? null,
  city: user.city ?? null,
  address: user.address ?? null,
  skills: user.skills ?? null,
  experience_level: user.experienceLevel,
  hourly_rate: user.hourlyRate ?? null,
  availability: user.availability,
  bio: user.bio ?? null,
  date_of_birth: user.dateOfBirth ?? null,
  profile_completed: user.profileCompleted,
  created_at: user.createdAt.toISOString()
})
