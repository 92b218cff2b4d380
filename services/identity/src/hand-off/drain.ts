import { AsyncLocalStorage } from 'node:async_hooks'
import type { Logger } from '@gatehouse/platform/log'

const SWEEP_MS = 1000

export type Drain = {
  /** Called after a commit: works at once instead of at the next sweep. Never waits and never throws. */
  wake: () => void
  /** Ends after the batch in hand. */
  stop: () => Promise<void>
}

/**
 * Does what waits in a table: at once when woken, else by a sweep every second, again and again until nothing is left.
 * Each process runs one; they share the work by the rows' locks.
 * @param work one batch; answers whether more may wait, throws if some of it must wait for the next sweep
 */
export function startDrain(name: string, work: () => Promise<{ more: boolean }>, log: Logger): Drain {
  let running: Promise<void> | undefined
  // What waits is no part of the request that wakes us.
  const apart = AsyncLocalStorage.snapshot()
  let asked = false
  let stopped = false
  let isDown = false

  async function drain() {
    while (asked && !stopped) {
      asked = false
      const { more } = await work()
      asked ||= more
    }
    isDown = false
  }

  function tell(error: Error) {
    if (!isDown) log.warn({ reason: error.message }, `${name} waits: the queue or the database is down`)
    isDown = true
  }

  function wake() {
    asked = true
    running ??= apart(drain)
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
