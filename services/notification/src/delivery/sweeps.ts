import { setTimeout } from 'node:timers/promises'
import type { Deps } from '../deps.ts'
import { askForReceipts } from './ask-for-receipts.ts'
import { expireOverdue } from './expire-overdue.ts'
import { reportUnreported } from './report-unreported.ts'

const REPORT_EVERY_MS = 1000
const EXPIRE_EVERY_MS = 5000
const ASK_EVERY_MS = 10_000

/** What nobody else would finish: reports that did not reach the queue, messages whose job is gone, receipts that did not come. */
export function startSweeps(deps: Deps) {
  const stopped = new AbortController()
  const running = [
    repeat(reportUnreported, REPORT_EVERY_MS, deps, stopped.signal),
    repeat(expireOverdue, EXPIRE_EVERY_MS, deps, stopped.signal),
    repeat(askForReceipts, ASK_EVERY_MS, deps, stopped.signal)
  ]
  return {
    stop: async () => {
      stopped.abort()
      await Promise.all(running)
    }
  }
}

type Sweep = (deps: Deps, signal: AbortSignal) => Promise<void>

async function repeat(sweep: Sweep, everyMs: number, deps: Deps, signal: AbortSignal) {
  while (!signal.aborted) {
    try {
      await sweep(deps, signal)
    } catch (error) {
      deps.log.warn({ sweep: sweep.name, reason: (error as Error).name }, 'sweep failed')
    }
    await setTimeout(everyMs, undefined, { signal }).catch(() => {})
  }
}
