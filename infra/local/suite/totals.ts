import { appendFileSync, existsSync, readFileSync } from 'node:fs'

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

/** Where each suite of a check leaves its totals, so that its last line can tell those of all. */
export const keepTotals = (file: string | undefined, totals: Totals) =>
  file && appendFileSync(file, `${JSON.stringify(totals)}\n`)

/** The totals of all suites that kept theirs. */
export function sumTotals(file: string): Totals {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []
  const all = lines.map((line) => JSON.parse(line) as Totals)
  const sum = (name: keyof Totals) => all.reduce((sum, totals) => sum + totals[name], 0)
  return { total: sum('total'), passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
}
