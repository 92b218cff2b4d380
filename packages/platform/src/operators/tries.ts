import { createHmac, randomBytes } from 'node:crypto'
import { tooMany } from '../refusal.ts'

const WINDOW_MS = 60_000
/** A person who mistypes, and then a guesser with many addresses. */
const TRIES = { perAddress: 5, perName: 30 }
// More than are looked at in a minute, one after the other, however fast.
const MOST_KEYS = 50_000

export type Tries = ReturnType<typeof countTries>

/**
 * Counts the tries of a minute, per name and address and per name. Names that nobody has are counted alike, so that a
 * refusal tells nothing. A try counts before its password is looked at, however many arrive at once; a right one is
 * taken back.
 */
export function countTries() {
  const key = randomBytes(32)
  let counts = new Map<string, number>()
  let startedAt = 0
  const digest = (...parts: string[]) => createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64')

  return {
    /** @throws Refusal `rate_limited` if there were too many. @returns takes the try back */
    begin: (name: string, address: string, now: Date): (() => void) => {
      const left = startedAt + WINDOW_MS - now.getTime()
      if (left <= 0 || left > WINDOW_MS) [counts, startedAt] = [new Map(), now.getTime()]
      const limits = [
        [digest(name), TRIES.perName],
        [digest(name, address), TRIES.perAddress]
      ] as const
      const isFull = counts.size >= MOST_KEYS && limits.some(([counted]) => !counts.has(counted))
      if (isFull || limits.some(([counted, limit]) => (counts.get(counted) ?? 0) >= limit)) {
        throw tooMany((startedAt + WINDOW_MS - now.getTime()) / 1000)
      }
      for (const [counted] of limits) counts.set(counted, (counts.get(counted) ?? 0) + 1)
      const counted = counts
      return () => {
        for (const [entry] of limits) counted.set(entry, (counted.get(entry) ?? 1) - 1)
      }
    }
  }
}
