import type { Logger } from '@gatehouse/platform/log'

export type Sweep = { stop: () => Promise<void> }

/**
 * Does the work every so often, one round at a time. A round that fails is told, and the next one comes all the same.
 * `stop` waits for the round in hand: a connection that it just takes while the database is closed is never given back,
 * and the process would not end.
 */
export function sweepEvery(everyMs: number, work: () => Promise<void>, log: Pick<Logger, 'warn'>): Sweep {
  let running: Promise<void> | undefined
  const round = () =>
    work()
      .catch((error: Error) => log.warn({ reason: error.message }, 'sweep'))
      .finally(() => {
        running = undefined
      })
  const timer = setInterval(() => {
    running ??= round()
  }, everyMs)
  return {
    stop: async () => {
      clearInterval(timer)
      await running
    }
  }
}
