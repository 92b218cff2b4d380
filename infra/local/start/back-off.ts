const FIRST_MS = 500
const LONGEST_MS = 10_000
const HEALTHY_MS = 30_000

/** How long to wait before it is started again: longer each time, from the beginning once it has lived for a while. */
export function nextWait(lastWaitMs: number, livedMs: number) {
  if (!lastWaitMs || livedMs >= HEALTHY_MS) return FIRST_MS
  return Math.min(lastWaitMs * 2, LONGEST_MS)
}
