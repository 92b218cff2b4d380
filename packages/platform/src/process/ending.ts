const unfinished = new Set<string>()

/** Waits for one part of a process to end, and knows until then that it has not: see `whatHasNotEnded`. */
export async function ending(part: string, work: Promise<unknown>): Promise<void> {
  unfinished.add(part)
  await work
  unfinished.delete(part)
}

/** The parts that hold up the end of this process. */
export const whatHasNotEnded = () => [...unfinished]
