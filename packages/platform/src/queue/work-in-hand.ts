import type { Work } from './queue-store.ts'

/** Knows which work is being done, so that stopping waits for it and for nothing else. */
export function workInHand(work: Work): { work: Work; settled: () => Promise<unknown> } {
  const running = new Set<Promise<void>>()
  return {
    work: async (job) => {
      const done = work(job)
      running.add(done)
      await done.finally(() => running.delete(done))
    },
    settled: () => Promise.allSettled(running)
  }
}
