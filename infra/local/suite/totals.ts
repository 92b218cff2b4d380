export type Totals = { total: number; passed: number; failed: number; skipped: number }

/** tap's own totals, from the last line of its output; undefined if it did not come to its end. */
export function readTotals(tapOutput: string): Totals | undefined {
  const [last] = [...tapOutput.matchAll(/^# \{ total: \d+.*\}$/gm)].slice(-1)
  if (!last) return undefined
  const count = (name: string) => Number(new RegExp(`\\b${name}: (\\d+)`).exec(last[0])?.[1] ?? 0)
  return {
    total: count('total'),
    passed: count('pass'),
    failed: count('fail'),
    skipped: count('skip') + count('todo')
  }
}

export function summary({ passed, failed, skipped }: Totals) {
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`
}
