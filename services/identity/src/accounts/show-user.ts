import type { Completion, User } from '@gatehouse/contracts'
import { completionOf } from './completion.ts'
import type { UserEntity } from './user.entity.ts'

/** The account as its owner sees it. */
export function showUser(user: UserEntity): User {
  return {
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
  }
}

/** The account and how far its profile is. */
export function showProfile(user: UserEntity, required: string[]): { user: User } & Completion {
  const shown = showUser(user)
  return { user: shown, ...completionOf(shown, required) }
}
