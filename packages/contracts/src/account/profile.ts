import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Emptiable, PhoneNumber, Text } from '../text.ts'
import { AVAILABILITIES, Completion, EXPERIENCE_LEVELS, USER_TYPES, User } from './user.ts'

const oneOf = (choices: readonly string[]) => `one of ${choices.join(', ')}`
// Long texts have no length in the guide's model; this one keeps a row and an answer small.
const LONG_TEXT = 10_000

/** Lengths are those of the guide's model. Nothing is required: what is sent is saved. */
export const PROFILE_FIELDS = {
  first_name: Type.Optional(Emptiable(Text(150))),
  last_name: Type.Optional(Emptiable(Text(150))),
  user_type: Type.Optional(Type.Enum([...USER_TYPES], { description: oneOf(USER_TYPES) })),
  phone_number: Type.Optional(Emptiable(PhoneNumber)),
  country: Type.Optional(
    Emptiable(Type.String({ format: 'country', description: 'a two-letter country code (ISO 3166) such as US' }))
  ),
  state: Type.Optional(Emptiable(Text(50))),
  city: Type.Optional(Emptiable(Text(100))),
  address: Type.Optional(Emptiable(Text(LONG_TEXT))),
  skills: Type.Optional(Emptiable(Text(LONG_TEXT))),
  experience_level: Type.Optional(Type.Enum([...EXPERIENCE_LEVELS], { description: oneOf(EXPERIENCE_LEVELS) })),
  hourly_rate: Type.Optional(
    Emptiable(
      Type.Union([Type.Number({ format: 'amount' }), Type.String({ format: 'amount-text' })], {
        description: 'an amount from 0 to 99999999.99 with at most two decimals'
      })
    )
  ),
  availability: Type.Optional(Type.Enum([...AVAILABILITIES], { description: oneOf(AVAILABILITIES) })),
  bio: Type.Optional(Emptiable(Text(LONG_TEXT))),
  date_of_birth: Type.Optional(
    Emptiable(Type.String({ format: 'past-date', description: 'a past date such as 1990-01-31' }))
  )
}

export const SaveProfile = Type.Object(PROFILE_FIELDS, { additionalProperties: false })
export type SaveProfile = Static<typeof SaveProfile>

export const ProfileReply = Type.Object({ user: User, ...Completion.properties })
export const ProfileSaved = Type.Object({ message: Type.String(), user: User, ...Completion.properties })
