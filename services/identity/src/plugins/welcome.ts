import type { FastifyReply } from 'fastify'
import { showProfile } from '../accounts/show-user.ts'
import type { Deps } from '../deps.ts'
import type { Welcomed } from '../openid/welcomed.ts'
import type { Credentials } from '../sessions/open-session.ts'
import { issueTokens } from './authentication.ts'

/** Hands tokens and account to whoever signed in. */
export async function welcome(deps: Deps, reply: FastifyReply, signedIn: Welcomed & { opened: Credentials }) {
  const { user, isNewUser, opened } = signedIn
  const tokens = await issueTokens(deps, reply, opened)
  const profile = showProfile(user, deps.settings.requiredFields)
  const message = isNewUser ? 'Account created' : 'Signed in'
  return { message, ...tokens, ...profile, profile: profile.user, is_new_user: isNewUser }
}
