const SECOND_MS = 1000

/** How long gateways and what stands before them may keep the published keys. */
export const CACHE_SECONDS = 600
/** How long a change of the keys may go unseen by a process that verifies. */
export const UNSEEN_MS = 5 * SECOND_MS
/** The same for one that publishes: what it hands out is kept elsewhere, and a withdrawn key should not be. */
export const PUBLISHED_MS = SECOND_MS
/** No setting lets an access token live longer: a day, in seconds. */
export const LONGEST_TOKEN_TTL = 24 * 3600

// Clocks differ, of ours and of those who verify our tokens.
const MARGIN_MS = 60 * SECOND_MS

/** From when on everybody who keeps the published keys knows one that was made then. */
export const isKnownFrom = (createdAt: Date) => new Date(createdAt.getTime() + CACHE_SECONDS * SECOND_MS + UNSEEN_MS)

/** A key that retired before this has no token left that lives. @param tokenTtl life of an access token, in seconds */
export const isSpentBefore = (now: Date, tokenTtl: number) =>
  new Date(now.getTime() - (tokenTtl + CACHE_SECONDS) * SECOND_MS - UNSEEN_MS - MARGIN_MS)
