import { setTimeout } from 'node:timers/promises'
import type { Look, Verdict } from './idle-or-stuck.ts'
import { idleOrStuck } from './idle-or-stuck.ts'

export type Watched = {
  /** @throws if the store is down; then nothing is known */
  look: () => Promise<Look>
  replace: () => Promise<void>
  everyMs: number
}

/** Looks after a worker: one that lets jobs wait though its hands are free is replaced. */
export function watchWorker({ look, replace, everyMs }: Watched, stopped: AbortSignal) {
  const judge = idleOrStuck()
  let verdict: Verdict = 'fine'

  async function lookOnce() {
    const seen = await look().catch(() => undefined)
    if (!seen || stopped.aborted) return
    verdict = judge(seen)
    if (verdict === 'stuck') await replace()
  }

  async function watch() {
    while (!stopped.aborted) {
      await setTimeout(everyMs, undefined, { signal: stopped }).catch(() => {})
      await lookOnce()
    }
  }
  return { takesJobs: () => verdict === 'fine', ended: watch() }
}
