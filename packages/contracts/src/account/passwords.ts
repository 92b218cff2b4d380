import { Type } from 'typebox'

/** A password that is being chosen. */
export const NewPassword = Type.String({
  minLength: 8,
  maxLength: 128,
  format: 'uncommon-password',
  description: 'text of 8 to 128 characters that is not a common password'
})
/** A password that is being tried: any text, so that a try says nothing of the rules in force when it was chosen. */
export const TriedPassword = Type.String({ minLength: 1, maxLength: 128, description: 'text of 1 to 128 characters' })
