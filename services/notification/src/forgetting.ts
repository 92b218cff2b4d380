import { forgetEnded } from './delivery/forget-ended.ts'
import { repeat } from './delivery/sweeps.ts'
import type { Deps } from './deps.ts'
import { forgetInbox } from './inbox/forget-inbox.ts'
import { forgetActions } from './operations/actions/forget-actions.ts'

const EVERY_MS = 600_000

/** Removes what is kept for its time only. Each sweep bears being run by several processes at once. */
export function startForgetting(deps: Deps) {
  const stopped = new AbortController()
  const forget = async ({ orm }: Deps, stopped: AbortSignal) => {
    const now = new Date()
    for (const one of [forgetEnded, forgetInbox, forgetActions]) if (!stopped.aborted) await one(orm.em.fork(), now)
  }
  const running = repeat('forget_old', forget, EVERY_MS, deps, stopped.signal)
  return {
    stop: async () => {
      stopped.abort()
      await running
    }
  }
}
