import { GiveUp, RetryLater } from '@gatehouse/platform/queue/job-endings'
import type { Provider } from '../providers/provider.ts'
import { firstAsk } from './asking.ts'
import { patience } from './chain.ts'
import { countAnswer } from './count-answer.ts'
import { InDoubt } from './in-doubt.ts'
import type { Move } from './move-row.ts'
import { moveRow } from './move-row.ts'
import type { Outcome } from './outcome.ts'
import { NEXT } from './outcome.ts'
import { overtaken } from './overtaken.ts'
import { later } from './timing.ts'
import type { Turn } from './turn.ts'

/**
 * Writes down what the provider answered, then says what follows.
 * @returns true if the message is on its way, false if the next provider is to be tried.
 * @throws RetryLater if the same provider is to be asked again; GiveUp if nobody is.
 */
export async function recordAnswer(turn: Turn, provider: Provider, answer: Outcome): Promise<boolean> {
  const { deps, em, row, clock } = turn
  const now = clock()
  countAnswer(provider, row, answer)
  const facts = { message: row.id, provider: provider.name, attempt: row.attempt, ...answer }
  deps.log[answer.kind === 'misconfigured' ? 'error' : 'info'](facts, 'provider answered')
  const isRecorded = await moveRow(deps, em, row, moveFor(turn, provider, answer, now), now)
  return isRecorded ? follow(turn, answer) : overtaken(turn)
}

function moveFor({ deps }: Turn, provider: Provider, answer: Outcome, now: Date): Move {
  if (answer.kind === 'accepted') {
    const taken = { providerMessageId: answer.id, acceptedAt: now, nextAskAt: firstAsk(provider, now) }
    return { state: 'accepted', ...taken, deadline: null, errorCode: null }
  }
  const errorCode = answer.code
  switch (NEXT[answer.kind]) {
    case 'ask_later':
      return { state: 'in_doubt', errorCode, deadline: later(now, deps.timing.settleMs) }
    case 'fail':
      return { state: 'failed', errorCode, deadline: null, ...refusal(answer) }
    case 'same_provider_later':
      return { state: 'pending', errorCode, deadline: null }
    default:
      return { state: 'pending', errorCode, deadline: null, provider: null }
  }
}

function refusal(answer: Outcome) {
  if (answer.kind === 'policy' || answer.kind === 'permanent')
    return { failure: answer.failure, failureKind: answer.kind }
  return { failure: 'unknown' as const }
}

/** What comes after an answer, or after one that is known before the provider is called. As `recordAnswer`. */
export function follow({ deps, row }: Turn, answer: Outcome): boolean {
  if (answer.kind === 'accepted') return true
  switch (NEXT[answer.kind]) {
    case 'next_provider_now':
      return false
    case 'same_provider_later':
      throw new RetryLater(`refused: ${answer.code}`, waitFor(answer, row.attempt))
    case 'ask_later':
      throw new InDoubt(answer.code, deps.timing.settleMs)
    default:
      throw new GiveUp(`${answer.kind}: ${answer.code}`)
  }
}

// Without a word from the provider the queue's own back-off does.
const waitFor = (answer: Outcome, attempt: number) =>
  'retryAfterMs' in answer && answer.retryAfterMs !== undefined
    ? patience(answer.retryAfterMs, attempt, Math.random())
    : undefined
