import { readFileSync } from 'node:fs'
import type { Service } from '../../test/fixtures/service.ts'

/** What a process takes of the machine in MB, shared pages counted by share. Only Linux tells. */
export function memoryOf(service: Service): number {
  const rollup = readFileSync(`/proc/${service.pid()}/smaps_rollup`, 'utf8')
  return Math.round(Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1]) / 1024)
}

export const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** The middle of the first quarter and of the last. */
export function ends(values: number[]) {
  const quarter = Math.max(1, Math.floor(values.length / 4))
  return { first: median(values.slice(0, quarter)), last: median(values.slice(-quarter)) }
}
