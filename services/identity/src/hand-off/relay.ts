import type { Logger } from '@gatehouse/platform/log'
import type { Route } from './hand-over.ts'
import { handOver } from './hand-over.ts'

const SWEEP_MS = 1000

export type Relay = {
  /** Called after a commit: hands over at once instead of at the next sweep. Never waits and never throws. */
  wake: () => void
  /** Ends after the batch in hand. */
  stop: () => Promise<void>
}

/**
 * Brings hand-offs to the queue: at once when woken, else by a sweep every second, again and again until the queue has
 * them. Each process runs one; they share the work by the rows' locks.
 */
export function startRelay(route: Route, log: Logger): Relay {
  let running: Promise<void> | undefined
  let asked = false
  let stopped = false
  let isDown = false

  async function drain() {
    while (asked && !stopped) {
      asked = false
      const { more } = await handOver(route)
      asked ||= more
    }
    isDown = false
  }

  function tell(error: Error) {
    if (!isDown) log.warn({ reason: error.message }, 'hand-off waits: the queue or the database is down')
    isDown = true
  }

  function wake() {
    asked = true
    running ??= drain()
      .catch(tell)
      .finally(() => {
        running = undefined
      })
  }

  const sweep = setInterval(wake, SWEEP_MS)
  return {
    wake,
    stop: async () => {
      stopped = true
      clearInterval(sweep)
      await running
    }
  }
}
