import type { QueueStore } from '@gatehouse/platform/queue/queue-store'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { handOver } from './hand-over.ts'
import type { Writer } from './write-job.ts'

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
export function startRelay(deps: Writer & Pick<Deps, 'log'>, fork: () => EntityManager, store: QueueStore): Relay {
  let running: Promise<void> | undefined
  let asked = false
  let told = false

  async function run() {
    while (asked) {
      asked = false
      try {
        const { more } = await handOver(deps, fork(), store)
        asked ||= more
        told = false
      } catch (error) {
        if (!told)
          deps.log.warn({ reason: (error as Error).message }, 'hand-off waits: the queue or the database is down')
        told = true
      }
    }
  }

  function wake() {
    asked = true
    running ??= run().finally(() => {
      running = undefined
      if (asked) wake()
    })
  }

  const sweep = setInterval(wake, SWEEP_MS)
  return {
    wake,
    stop: async () => {
      clearInterval(sweep)
      asked = false
      await running
    }
  }
}
