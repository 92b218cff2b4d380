/** How many took how long. A bucket holds what stays below 10 to the power of a tenth of it, in milliseconds. */
export type SendTimes = { bucket: number; count: number }[]

export const MEDIAN = 0.5
export const P95 = 0.95

const edgeMs = (bucket: number) => 10 ** (bucket / 10)

/** The time below which this share of them lies, to about a tenth of itself; null if there are none. */
export function quantileMs(times: SendTimes, share: number): number | null {
  const sorted = times.toSorted((a, b) => a.bucket - b.bucket)
  const rank = share * sorted.reduce((sum, { count }) => sum + count, 0)
  let below = 0
  for (const { bucket, count } of sorted) {
    if (below + count >= rank && count > 0) return edgeMs(bucket - 1 + (rank - below) / count)
    below += count
  }
  return null
}
