import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../fixtures/run-process.ts'

export const PROMETHEUS_FOLDER = join(ROOT, 'infra/observability/prometheus')
export const readRules = () => readFileSync(join(PROMETHEUS_FOLDER, 'rules.yml'), 'utf8')

// What an age is compared with, in the rules, and in a drill: nobody waits a minute for a job to be a minute old. The
// key's hundred days and all shares and counts are as they are.
const AGES: [of: string, inRules: string, inDrill: string][] = [
  ['JobsWaitTooLong', 'oldest_seconds) > 60', 'oldest_seconds) > 3'],
  ['OutboxTooOld', 'oldest_seconds) > 60', 'oldest_seconds) > 3'],
  ['CodesSlow', ') > 30', ') > 1'],
  ['Slow', ') > 2', ') > 1'],
  ['EventLoopBlocked', ') > 1', ') > 0.5'],
  ['SweepNotRunning', '+ 300', '+ 2']
]

/**
 * The rules at another speed: a condition has to hold for two seconds instead of minutes, a window of minutes or an hour
 * is twenty seconds long, and ages are shorter. Everything else is what is shipped.
 */
export function scaledRules(): string {
  const alerts = readRules().split(/(?=^ {6}- alert: )/m)
  const scaled = alerts.map((alert) => {
    const [, name] = /^ {6}- alert: Gatehouse(\w+)/.exec(alert) ?? []
    const age = AGES.find(([of]) => of === name)
    if (age && !alert.includes(age[1])) throw new Error(`${name} has no age ${age[1]}`)
    return (age ? alert.replace(age[1], age[2]) : alert)
      .replace(/^( {8}for: ).+$/m, '$12s')
      .replaceAll(/\[\d+[mh]\]/g, '[20s]')
  })
  return scaled.join('')
}
