const SECOND_MS = 1000

/** How often something may happen. */
export type Policy = {
  /** At most `max` times in any stretch of `seconds`. */
  windows?: { max: number; seconds: number }[]
  /** Seconds that must pass after the first, second, … time within `withinSeconds`; the last one goes on holding. */
  spacing?: { seconds: number[]; withinSeconds: number }
}

/** When each counted event happened, in milliseconds, oldest first. */
export type Hits = number[]

/** @returns the moment from which the policy allows one more; at or before `now` means at once. */
export function allowedFrom(policy: Policy, hits: Hits, now: number): number {
  const moments = (policy.windows ?? []).map((window) => windowOpens(window, hits, now))
  if (policy.spacing) moments.push(spacingEnds(policy.spacing, hits, now))
  return Math.max(now, ...moments)
}

function windowOpens({ max, seconds }: { max: number; seconds: number }, hits: Hits, now: number): number {
  const recent = since(hits, now - seconds * SECOND_MS)
  const oldestThatCounts = recent[recent.length - max]
  return oldestThatCounts === undefined ? now : oldestThatCounts + seconds * SECOND_MS
}

function spacingEnds(spacing: NonNullable<Policy['spacing']>, hits: Hits, now: number): number {
  const recent = since(hits, now - spacing.withinSeconds * SECOND_MS)
  const last = recent.at(-1)
  if (last === undefined) return now
  const wait = spacing.seconds[Math.min(recent.length, spacing.seconds.length) - 1] ?? 0
  return last + wait * SECOND_MS
}

const since = (hits: Hits, start: number) => hits.filter((hit) => hit > start)

/** How long a hit can still matter. */
export const memoryMs = ({ windows = [], spacing }: Policy) =>
  SECOND_MS * Math.max(spacing?.withinSeconds ?? 0, ...windows.map(({ seconds }) => seconds))
