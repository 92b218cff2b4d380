import type { Session } from './find-session.ts'

/** What a gateway passes on to the services behind it. ASCII by construction: see the contract's `Email`. */
export const identityHeaders = ({ id, user }: Session): Record<string, string> => ({
  'x-user-id': user.id,
  'x-user-email': user.email,
  'x-user-type': user.userType,
  'x-phone-verified': String(user.phoneVerified),
  'x-profile-completed': String(user.profileCompleted),
  'x-session-id': id
})
