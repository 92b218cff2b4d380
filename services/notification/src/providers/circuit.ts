import type { Policy } from 'cockatiel'
import { CircuitState, ConsecutiveBreaker, circuitBreaker, DelegateBackoff, isBrokenCircuitError } from 'cockatiel'
import type { Health } from './provider.ts'

export type CircuitOptions = {
  /** What counts as a failure. */
  policy: Policy
  /** So many in a row open it. */
  failures: number
  /** How long it stays open: the first time, after a probe that failed, and so on; the last one from then on. */
  restsMs: readonly number[]
  onChange: (circuit: Health['circuit']) => void
}

const WORDS = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
  [CircuitState.HalfOpen]: 'half_open'
} as const

// How long to wait for what the probe brings.
const PROBE_MS = 1000

/** Lets nothing through to what keeps failing, but one probe at a time after a while. */
export function createCircuit({ policy, failures, restsMs, onChange }: CircuitOptions) {
  let restsUntil = 0
  let since = new Date()
  const halfOpenAfter = new DelegateBackoff<{ attempt: number }>(({ attempt }) => {
    const restMs = restsMs[Math.min(attempt, restsMs.length) - 1] ?? 0
    restsUntil = Date.now() + restMs
    return restMs
  })
  const breaker = circuitBreaker(policy, { breaker: new ConsecutiveBreaker(failures), halfOpenAfter })
  breaker.onStateChange((state) => {
    since = new Date()
    onChange(WORDS[state])
  })

  function restMs(): number | undefined {
    if (breaker.state === CircuitState.HalfOpen) return PROBE_MS
    const leftMs = restsUntil - Date.now()
    return breaker.state === CircuitState.Open && leftMs > 0 ? leftMs : undefined
  }

  /** Calls, or answers at once what `refuse` says. Never waits: the library would, for the end of a probe. */
  async function run<T>(call: () => Promise<T>, refuse: (retryAfterMs: number) => T): Promise<T> {
    const leftMs = restMs()
    if (leftMs !== undefined) return refuse(leftMs)
    try {
      return await breaker.execute(call)
    } catch (error) {
      if (isBrokenCircuitError(error)) return refuse(PROBE_MS)
      throw error
    }
  }

  return { run, restMs, health: (): Health => ({ circuit: WORDS[breaker.state], since }) }
}
