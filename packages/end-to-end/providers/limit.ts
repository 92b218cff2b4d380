/** Counts what comes in each second of the clock. */
export function createLimit() {
  let [perSecond, second, count] = [Number.POSITIVE_INFINITY, 0, 0]
  return {
    set: (given: number) => {
      perSecond = given
    },
    isReached: () => {
      const now = Math.floor(performance.now() / 1000)
      if (now !== second) [second, count] = [now, 0]
      return ++count > perSecond
    }
  }
}
