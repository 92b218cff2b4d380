const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

export type Grain = 'minute' | 'hour'

/** How far back the charts look, and how long the time of one bar is. */
export const RANGES = {
  '1h': { name: 'Last hour', spanMs: HOUR_MS, barMs: MINUTE_MS, bar: 'minute', grain: 'minute', form: 'minute' },
  '24h': {
    name: 'Last 24 hours',
    spanMs: DAY_MS,
    barMs: 15 * MINUTE_MS,
    bar: '15 minutes',
    grain: 'minute',
    form: 'minute'
  },
  '30d': {
    name: 'Last 30 days',
    spanMs: 30 * DAY_MS,
    barMs: 6 * HOUR_MS,
    bar: '6 hours',
    grain: 'hour',
    form: 'dayMinute'
  }
} as const satisfies Record<
  string,
  { name: string; spanMs: number; barMs: number; bar: string; grain: Grain; form: 'minute' | 'dayMinute' }
>

export type RangeKey = keyof typeof RANGES
export const RANGE_KEYS = Object.keys(RANGES) as RangeKey[]

export type Range = { since: Date; barMs: number; grain: Grain; starts: Date[] }

/** The bars of a range. The last one is the one that now falls into: it is not full yet. */
export function rangeAt(key: RangeKey, now: Date): Range {
  const { spanMs, barMs, grain } = RANGES[key]
  const last = Math.floor(now.getTime() / barMs) * barMs
  const count = spanMs / barMs
  const starts = Array.from({ length: count }, (_, n) => new Date(last - (count - 1 - n) * barMs))
  return { since: starts[0] as Date, barMs, grain, starts }
}
