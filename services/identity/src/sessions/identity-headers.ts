import { showUser } from '../accounts/show-user.ts'
import type { Session } from './find-session.ts'

/** What a gateway passes on to the services behind it. ASCII by construction: see the contract's `Email`. */
export function identityHeaders({ id, user }: Session, required: string[]): Record<string, string> {
  const shown = showUser(user, required)
  return {
    'x-user-id': shown.id,
    'x-user-email': shown.email,
    'x-user-type': shown.user_type,
    'x-phone-verified': String(shown.phone_verified),
    'x-profile-completed': String(shown.profile_completed),
    'x-session-id': id
  }
}
