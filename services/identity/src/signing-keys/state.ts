/**
 * A key is first the next one, which everybody learns before it signs, then the current one, which signs, then a
 * previous one, which only verifies. The database holds that there is at most one next and one current.
 */
export type KeyState = 'next' | 'current' | 'previous'

/** The rows of each state. */
export const IN_STATE = {
  next: { currentSince: null },
  current: { currentSince: { $ne: null }, retiredAt: null },
  previous: { retiredAt: { $ne: null } }
} as const

type Dates = { createdAt: Date; currentSince?: Date | null; retiredAt?: Date | null }

export function stateOf({ createdAt, currentSince, retiredAt }: Dates): { state: KeyState; since: Date } {
  if (retiredAt) return { state: 'previous', since: retiredAt }
  if (currentSince) return { state: 'current', since: currentSince }
  return { state: 'next', since: createdAt }
}
