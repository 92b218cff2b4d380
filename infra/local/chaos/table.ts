import type { Figures } from '../../../packages/end-to-end/chaos/scene/figures.ts'

const HEAD = ['case', 'queue', 'asked', 'accepted', 'duplicates', 'lost', 'recovered in', 'slowest answer', 'fault']
const NUMBERS = new Set([2, 3, 4, 5, 6, 7])

/** The cases as a table, in their order; ◆ marks those in which nobody can know whether the provider took a message. */
export function figuresTable(figures: Figures[]): string {
  if (figures.length === 0) return ''
  const rows = [HEAD, ...figures.sort(byCase).map(rowOf)]
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: string[]) =>
    row.map((cell, column) => pad(cell, widths[column] ?? 0, NUMBERS.has(column))).join('  ')
  return `\n${rows.map(line).join('\n')}\n`
}

const pad = (cell: string, width: number, isNumber: boolean) => (isNumber ? cell.padStart(width) : cell.padEnd(width))

// C2 before C10, and those with a name after those with a number.
const byCase = (a: Figures, b: Figures) =>
  Number(isNamed(a)) - Number(isNamed(b)) ||
  a.id.localeCompare(b.id, 'en', { numeric: true }) ||
  a.home.localeCompare(b.home)
const isNamed = ({ id }: Figures) => !/\d/.test(id)

const rowOf = (figures: Figures): string[] => [
  `${figures.id}${figures.isAmbiguous ? ' ◆' : ''}`,
  figures.home,
  `${figures.sends}`,
  `${figures.accepted}`,
  `${figures.duplicates}`,
  `${figures.lost}`,
  figures.recoverySeconds === null ? '–' : `${figures.recoverySeconds.toFixed(1)} s`,
  `${figures.slowestAnswerMs} ms`,
  figures.fault
]
