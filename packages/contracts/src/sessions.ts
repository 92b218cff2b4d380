import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Nullable, Timestamp, Uuid } from './text.ts'

export const TokenPair = Type.Object({
  token: Type.String({ description: 'Access token: a JWT, ES256' }),
  refresh_token: Type.String({ description: 'Opaque; each works once' }),
  token_type: Type.Literal('Bearer'),
  expires_in: Type.Integer({ description: 'Life of the access token in seconds' })
})
export type TokenPair = Static<typeof TokenPair>

export const Refresh = Type.Object(
  { refresh_token: Type.String({ minLength: 1, maxLength: 512, description: 'the refresh token' }) },
  { additionalProperties: false }
)
export const Refreshed = Type.Object({ message: Type.String(), ...TokenPair.properties })

export const LOGOUT_SCOPES = ['local', 'others', 'global'] as const
export const Logout = Type.Object(
  { scope: Type.Optional(Type.Enum([...LOGOUT_SCOPES], { description: `one of ${LOGOUT_SCOPES.join(', ')}` })) },
  { additionalProperties: false }
)
export type LogoutScope = (typeof LOGOUT_SCOPES)[number]

/** One signed-in client. `last_used_at` moves when its tokens are refreshed. */
export const SessionShown = Type.Object({
  id: Uuid,
  ip: Type.String(),
  user_agent: Nullable(Type.String()),
  provider: Type.String({ description: 'password, or the name of an OpenID provider such as google' }),
  created_at: Timestamp,
  last_used_at: Timestamp,
  current: Type.Boolean({ description: 'Whether it is the one that asks' })
})
export type SessionShown = Static<typeof SessionShown>

export const SessionList = Type.Object({
  sessions: Type.Array(SessionShown, { description: 'The one that was used last first, at most a hundred' })
})
/** Any text: what names no session of the caller's is not found, whatever its form. */
export const SessionName = Type.Object({ id: Type.String({ description: 'the id of one of the sessions' }) })

/** The body of a request that says all by its address. */
export const Nothing = Type.Object({}, { additionalProperties: false })

export const Message = Type.Object({ message: Type.String() })
