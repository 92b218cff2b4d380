import type { Static } from 'typebox'
import { Type } from 'typebox'
import { TokenPair } from '../sessions.ts'
import { NewPassword, TriedPassword } from './passwords.ts'
import { PROFILE_FIELDS } from './profile.ts'
import { Completion, User } from './user.ts'

/** ASCII only: the address travels in a header (`x-user-email`), and two spellings must not be two accounts. */
export const Email = Type.String({
  format: 'email',
  maxLength: 254,
  pattern: '^[\\x21-\\x7e]+$',
  description: 'an e-mail address such as you@example.com'
})

export const Register = Type.Object(
  { email: Email, password: NewPassword, ...PROFILE_FIELDS },
  { additionalProperties: false }
)
export type Register = Static<typeof Register>

export const Login = Type.Object({ email: Email, password: TriedPassword }, { additionalProperties: false })
export type Login = Static<typeof Login>

/** What every way of signing in answers. */
export const SignedIn = Type.Object({
  message: Type.String(),
  user: User,
  ...TokenPair.properties,
  ...Completion.properties,
  is_new_user: Type.Boolean()
})
export type SignedIn = Static<typeof SignedIn>
