import type { Completion, User } from '@gatehouse/contracts'

const isGiven = (value: unknown) => (typeof value === 'string' ? value.trim() !== '' : value != null)

/**
 * How far a profile is.
 * @param required names of the fields without which it is not complete
 */
export function completionOf(user: User, required: string[]): Completion {
  const missing = required.filter((field) => !isGiven(user[field as keyof User]))
  const percent = required.length === 0 ? 100 : Math.floor((100 * (required.length - missing.length)) / required.length)
  return { requires_completion: missing.length > 0, missing_fields: missing, completion_percent: percent }
}
