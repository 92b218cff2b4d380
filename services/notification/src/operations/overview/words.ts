const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** A time span as one says it. */
export function span(ms: number): string {
  if (ms < SECOND_MS) return `${Math.round(ms)} ms`
  if (ms < 10 * SECOND_MS) return `${(ms / SECOND_MS).toFixed(1)} s`
  if (ms < MINUTE_MS) return `${Math.round(ms / SECOND_MS)} s`
  if (ms < HOUR_MS) return two(ms, MINUTE_MS, 'min', SECOND_MS, 's')
  return ms < DAY_MS ? two(ms, HOUR_MS, 'h', MINUTE_MS, 'min') : two(ms, DAY_MS, 'd', HOUR_MS, 'h')
}

function two(ms: number, unit: number, name: string, part: number, partName: string): string {
  const rest = Math.floor((ms % unit) / part)
  return `${Math.floor(ms / unit)} ${name}${rest > 0 ? ` ${rest} ${partName}` : ''}`
}

const numbers = new Intl.NumberFormat('en-GB')
export const count = (n: number) => numbers.format(n)

/** Below this many, a share says more of chance than of what is measured. */
export const ENOUGH = 30

export const percent = (part: number, whole: number) => {
  const share = (100 * part) / whole
  return `${share > 0 && share < 1 ? '< 1' : share < 100 && share > 99 ? '> 99' : Math.round(share)} %`
}

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' })
export const countryName = (code: string) => (/^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code)
