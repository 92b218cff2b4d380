/** How one kind of request went: how many a second, and the time that half of them and 99 of 100 took at most, in ms. */
export type Rate = { perSecond: number; p50: number; p99: number; failed: number }

/**
 * So many clients ask one request after the other for so long: what the stack can, with the clients on the same machine.
 * @param ask resolves with whether the answer was the one that is expected
 */
export async function measureRate(clients: number, seconds: number, ask: () => Promise<boolean>): Promise<Rate> {
  const times: number[] = []
  let failed = 0
  const startedAt = performance.now()
  const client = async () => {
    while (performance.now() < startedAt + seconds * 1000) {
      const at = performance.now()
      if (await ask()) times.push(performance.now() - at)
      else failed++
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  const elapsed = (performance.now() - startedAt) / 1000
  times.sort((a, b) => a - b)
  const at = (share: number) => Math.round(times[Math.floor(times.length * share)] ?? Number.NaN)
  return { perSecond: times.length / elapsed, p50: at(0.5), p99: at(0.99), failed }
}

export const wordsOf = ({ perSecond, p50, p99, failed }: Rate) =>
  `${perSecond.toFixed(perSecond < 100 ? 1 : 0)} a second, half within ${p50} ms, 99 of 100 within ${p99} ms${failed ? `, ${failed} FAILED` : ''}`
