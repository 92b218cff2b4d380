import { setTimeout } from 'node:timers/promises'

const LOOK_EVERY_MS = 20
const PATIENCE_MS = 30_000

/** Waits for a condition, whatever its time: a test ends with it, or fails by name. */
export async function until<T>(what: string, look: () => T | undefined | false | Promise<T | undefined | false>) {
  const giveUpAt = performance.now() + PATIENCE_MS
  while (performance.now() < giveUpAt) {
    const seen = await look()
    if (seen) return seen
    await setTimeout(LOOK_EVERY_MS)
  }
  throw new Error(`never came true: ${what}`)
}
