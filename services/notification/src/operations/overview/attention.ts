import type { Overview } from './read-overview.ts'
import { count, span } from './words.ts'

const TOO_OLD_MS = 60_000
const TOO_FAR_BEHIND_MS = 60_000
const TOO_LATE_MS = 60_000
const LATELY_MINUTES = 10
// Fewer may be chance: somebody mistyped a number.
const MANY_FAILURES = 5
const FAILING_SHARE = 0.1

/** What somebody who looks at this page should know first, in words; nothing if all is well. */
export function attention({ sending, providers, hour, lagMs, replicaLateMs }: Overview): string[] {
  const bad: string[] = []
  if (!sending) bad.push('The store of the queue does not answer: nothing is sent until it is back.')
  if (sending && !sending.isPaused && (sending.oldestMs ?? 0) > TOO_OLD_MS)
    bad.push(
      `The oldest message has waited for ${span(sending.oldestMs ?? 0)}: is a worker running, is a provider well?`
    )
  for (const { name, health, processes, alike } of providers) {
    if (!health || health.circuit === 'closed') continue
    const where = alike < processes ? ` by ${alike} of ${processes} processes` : ''
    bad.push(
      `${name} failed again and again and is ${health.circuit === 'open' ? 'left alone' : 'being tried'}${where}.`
    )
  }
  bad.push(...failing(hour))
  if (lagMs > TOO_FAR_BEHIND_MS) bad.push(`The figures below are ${span(lagMs)} behind.`)
  if (replicaLateMs > TOO_LATE_MS)
    bad.push(`The database's replica is away or ${span(replicaLateMs)} behind: pages are read from the primary.`)
  return bad
}

function failing(hour: Overview['hour']): string[] {
  const lately = hour.slice(-LATELY_MINUTES)
  const [failed, sent] = [sum(lately, 'failed'), sum(lately, 'sent')]
  if (failed < MANY_FAILURES || failed / (failed + sent) < FAILING_SHARE) return []
  return [`In the last ${LATELY_MINUTES} minutes ${count(failed)} messages failed and ${count(sent)} were sent.`]
}

const sum = (bars: Overview['hour'], figure: 'failed' | 'sent') => bars.reduce((total, bar) => total + bar[figure], 0)
