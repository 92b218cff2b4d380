export type Lived = { revokedAt?: Date | null; expiresAt: Date; refreshedAt: Date }
export type Ending = 'revoked' | 'expired'

/**
 * How a session ended, or null while it lives: nobody ended it, its absolute lifetime has not passed, and neither has
 * the idle one since it was last refreshed.
 * @param idleTtl in seconds
 */
export function endingOf({ revokedAt, expiresAt, refreshedAt }: Lived, idleTtl: number, now: Date): Ending | null {
  if (revokedAt) return 'revoked'
  return expiresAt <= now || refreshedAt <= idleSince(idleTtl, now) ? 'expired' : null
}

/** The same as a condition on the table: of sessions that live. */
export const living = (idleTtl: number, now: Date) => ({
  revokedAt: null,
  expiresAt: { $gt: now },
  refreshedAt: { $gt: idleSince(idleTtl, now) }
})

const idleSince = (idleTtl: number, now: Date) => new Date(now.getTime() - idleTtl * 1000)
