const FIGURES_DAYS = 30

/** How long this service keeps what is over, in days. Sweeps hold it; docs/operations.md tells it. */
export const RETENTION_DAYS = {
  /** Figures of the charts. */
  figures: FIGURES_DAYS,
  /** Messages, since their end: a day longer, so that figures that are made again are made of all of them. */
  messages: FIGURES_DAYS + 1,
  /** Messages in the inbox of a development machine. */
  inbox: 7,
  operatorActions: 365
}

const DAY_MS = 24 * 3600 * 1000

/** What ended before this moment is forgotten. */
export const keptSince = (days: number, now: Date) => new Date(now.getTime() - days * DAY_MS)
