import { setTimeout } from 'node:timers/promises'
import type { Logger } from '@gatehouse/platform/log'
import type { Policy } from 'cockatiel'
import { handleAll, handleWhenResult } from 'cockatiel'
import type { Outcome } from '../delivery/outcome.ts'
import { createCircuit } from './circuit.ts'
import { createPause } from './pause.ts'
import type { Provider, Rest } from './provider.ts'

/** When a provider is left alone, and for how long. */
export const GUARD = {
  failures: 5,
  restsMs: [10_000, 20_000, 40_000, 60_000],
  pauseMs: 1000,
  longestPauseMs: 60_000,
  /** Whatever the SDK's own time-out does, such as with an answer that trickles: below the takeover of a message. */
  longestCallMs: 9000
}

/**
 * Leaves a provider alone, for all messages of this process, while it keeps failing (the circuit), and as long as it
 * asked for (the pause). Questions have a circuit of their own: sends may fail while the provider still knows its list.
 */
export function guarded(provider: Provider, log: Logger, limits = GUARD): Provider {
  const circuitOf = (what: string, policy: Policy) => {
    const onChange = (state: string) => log.warn({ provider: provider.name, what, state }, 'circuit changed')
    return createCircuit({ ...limits, policy, onChange })
  }
  const sends = circuitOf('sends', handleWhenResult(isFailure))
  const pause = createPause(limits)

  async function send(...given: Parameters<Provider['send']>): Promise<Outcome> {
    const paused = pausedFor(pause.restMs())
    if (paused) return paused
    const answer = await sends.run(() => within(limits.longestCallMs, provider.send(...given)), shutFor)
    return answer.kind === 'refused' ? { ...answer, retryAfterMs: pause.begin(answer.retryAfterMs) } : answer
  }

  const rests = () => pausedFor(pause.restMs()) ?? shut(sends.restMs())
  return {
    ...provider,
    ...guardQuestions(provider, circuitOf('questions', handleAll)),
    send,
    rests,
    health: sends.health
  }
}

async function within(limitMs: number, call: Promise<Outcome>): Promise<Outcome> {
  const answered = new AbortController()
  const { signal } = answered
  try {
    return await Promise.race([call, setTimeout(limitMs, { kind: 'unknown', code: 'too_slow' } as const, { signal })])
  } finally {
    answered.abort()
  }
}

// A refusal, and a judgement of the number or the text, come from a provider that is well.
function isFailure(answer: unknown): boolean {
  const outcome = answer as Outcome
  if (outcome.kind === 'misconfigured') return !outcome.isForNumber
  return outcome.kind === 'unknown' || outcome.kind === 'not_sent'
}

const shutFor = (retryAfterMs: number): Rest => ({ kind: 'not_sent', code: 'circuit_open', retryAfterMs })
const shut = (restMs: number | undefined) => (restMs === undefined ? undefined : shutFor(restMs))
const pausedFor = (retryAfterMs: number | undefined): Rest | undefined =>
  retryAfterMs === undefined ? undefined : { kind: 'refused', code: 'left_alone', retryAfterMs }

type Questions = Pick<Provider, 'find' | 'status'>

// What is in doubt waits with the question: no worker is to hang on a provider that is silent.
function guardQuestions({ find, status }: Provider, { run }: ReturnType<typeof createCircuit>): Questions {
  const leftAlone = () => {
    throw new Error('left_alone')
  }
  return {
    ...(find && { find: (sms, since) => run(() => find(sms, since), leftAlone) }),
    ...(status && { status: (id) => run(() => status(id), leftAlone) })
  }
}
