const unfinished = new Set<{ part: string }>()

/** Waits for one part of a process to end, and knows until then that it has not: see `whatHasNotEnded`. */
export async function ending(part: string, work: Promise<unknown>): Promise<void> {
  const waiting = { part }
  unfinished.add(waiting)
  await work
  unfinished.delete(waiting)
}

/** The parts that hold up the end of this process, each as often as it does. */
export const whatHasNotEnded = () => [...unfinished].map(({ part }) => part)
