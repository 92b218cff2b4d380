/** How long a send may take. Each step is longer than the one before, and all stay below the queue's lock of 15 s. */
export const TIMING = {
  /** A worker that was frozen this long between its claim and the call gives the claim back instead of calling. */
  fenceMs: 2000,
  sendTimeoutMs: 8000,
  /** From here on another worker may take over: fence, call and a margin have passed. */
  takeoverMs: 12_000,
  /** A message that a provider took may not stand in the provider's list at once. */
  settleMs: 2000
}
export type Timing = typeof TIMING

/**
 * The database's clock, read once and carried on by the monotonic one: processes whose own clocks differ agree on every
 * deadline, and a wall clock that is set while a message is in hand changes nothing.
 */
export function clockFrom(databaseTime: Date): () => Date {
  const readAt = performance.now()
  return () => new Date(databaseTime.getTime() + performance.now() - readAt)
}

export const later = (time: Date, ms: number) => new Date(time.getTime() + ms)
export const secondsBetween = (from: Date, to: Date) => Math.floor((to.getTime() - from.getTime()) / 1000)
