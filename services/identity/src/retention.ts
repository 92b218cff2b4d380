/** How long this service keeps what is over, in days. Sweeps hold it; docs/operations.md tells it. */
export const RETENTION_DAYS = {
  /** Sessions with their addresses, since they ended or expired. No token of theirs is accepted before or after. */
  sessions: 30,
  /**
   * Codes with their messages, since the code's end: a day longer than notification keeps its part, so that an erasure
   * still knows every message that notification has to forget.
   */
  verifications: 32,
  /** The sign-in history: long enough to find an intruder. */
  activity: 90,
  /** What was handed over to the queue. */
  handOffs: 1,
  operatorActions: 365
}

const DAY_MS = 24 * 3600 * 1000

/** What ended before this moment is forgotten. */
export const keptSince = (days: number, now: Date) => new Date(now.getTime() - days * DAY_MS)
