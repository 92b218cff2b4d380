import { setTimeout } from 'node:timers/promises'
import { watchRounds } from '@gatehouse/platform/metrics/rounds'
import type { Deps } from '../deps.ts'
import { askForReceipts } from './ask-for-receipts.ts'
import { bringBackRedriven } from './bring-back-redriven.ts'
import { expireOverdue } from './expire-overdue.ts'
import { reportUnreported } from './report-unreported.ts'

const REPORT_EVERY_MS = 1000
const BRING_BACK_EVERY_MS = 1000
const EXPIRE_EVERY_MS = 5000
const ASK_EVERY_MS = 10_000

/**
 * What nobody else would finish: reports that did not reach the queue, redriven messages that the queue does not have yet,
 * messages whose job is gone, receipts that did not come.
 */
export function startSweeps(deps: Deps) {
  const stopped = new AbortController()
  const running = [
    repeat('report_unreported', reportUnreported, REPORT_EVERY_MS, deps, stopped.signal),
    repeat('bring_back_redriven', bringBackRedriven, BRING_BACK_EVERY_MS, deps, stopped.signal),
    repeat('expire_overdue', expireOverdue, EXPIRE_EVERY_MS, deps, stopped.signal),
    repeat('ask_for_receipts', askForReceipts, ASK_EVERY_MS, deps, stopped.signal)
  ]
  return {
    stop: async () => {
      stopped.abort()
      await Promise.all(running)
    }
  }
}

type Sweep = (deps: Deps, signal: AbortSignal) => Promise<void>

/** Sweeps again and again, one round after the other; a round that fails is told and is not the last. */
export async function repeat(name: string, sweep: Sweep, everyMs: number, deps: Deps, signal: AbortSignal) {
  const round = watchRounds(name, everyMs, () => sweep(deps, signal))
  while (!signal.aborted) {
    try {
      await round()
    } catch (error) {
      deps.log.warn({ sweep: name, reason: (error as Error).name }, 'sweep failed')
    }
    await setTimeout(everyMs, undefined, { signal }).catch(() => {})
  }
}
