import type { Static } from 'typebox'
import { Type } from 'typebox'
import { IdToken } from '../openid.ts'
import { Email } from './account.ts'
import { NewPassword, TriedPassword } from './passwords.ts'

/** Either of the two proves again who is there. */
export const Reauthenticate = Type.Object(
  { password: Type.Optional(TriedPassword), id_token: Type.Optional(IdToken) },
  { additionalProperties: false }
)
export type Reauthenticate = Static<typeof Reauthenticate>

export const ChangePassword = Type.Object(
  { current_password: Type.Optional(TriedPassword), new_password: NewPassword },
  { additionalProperties: false }
)
export type ChangePassword = Static<typeof ChangePassword>

export const ForgotPassword = Type.Object({ email: Email }, { additionalProperties: false })

export const ResetPassword = Type.Object(
  {
    email: Email,
    code: Type.String({ pattern: '^[0-9]{6}$', description: 'the six digits of the message' }),
    new_password: NewPassword
  },
  { additionalProperties: false }
)
export type ResetPassword = Static<typeof ResetPassword>

export const RedeemResetLink = Type.Object(
  {
    token: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$', description: 'the token of the link that support gave out' }),
    new_password: NewPassword
  },
  { additionalProperties: false }
)
export type RedeemResetLink = Static<typeof RedeemResetLink>
