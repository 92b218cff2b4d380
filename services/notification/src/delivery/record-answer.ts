import { GiveUp, RetryLater } from '@gatehouse/platform/queue/job-endings'
import type { Provider } from '../providers/provider.ts'
import { patience } from './chain.ts'
import { InOtherHands } from './in-other-hands.ts'
import type { Move } from './move-row.ts'
import { moveRow } from './move-row.ts'
import type { Outcome } from './outcome.ts'
import { NEXT } from './outcome.ts'
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
  const facts = { message: row.id, provider: provider.name, attempt: row.attempt, ...answer }
  deps.log[answer.kind === 'misconfigured' ? 'error' : 'info'](facts, 'provider answered')
  const isRecorded = await moveRow(deps, em, row, moveFor(turn, answer, now), now)
  if (isRecorded) return follow(turn, answer)
  // Taken over meanwhile: whoever did so asks the provider, and decides.
  deps.log.warn(facts, 'answer came too late')
  throw new InOtherHands(deps.timing.settleMs)
}

function moveFor({ deps }: Turn, answer: Outcome, now: Date): Move {
  if (answer.kind === 'accepted') {
    return { state: 'accepted', providerMessageId: answer.id, acceptedAt: now, deadline: null, errorCode: null }
  }
  const errorCode = answer.code
  switch (NEXT[answer.kind]) {
    case 'ask_later':
      return { state: 'in_doubt', errorCode, deadline: later(now, deps.timing.settleMs) }
    case 'fail':
      return { state: 'failed', errorCode, deadline: null, failure: 'failure' in answer ? answer.failure : 'unknown' }
    case 'same_provider_later':
      return { state: 'pending', errorCode, deadline: null }
    default:
      return { state: 'pending', errorCode, deadline: null, provider: null }
  }
}

function follow({ deps, row }: Turn, answer: Outcome): boolean {
  if (answer.kind === 'accepted') return true
  switch (NEXT[answer.kind]) {
    case 'next_provider_now':
      return false
    case 'same_provider_later':
      throw new RetryLater(`refused: ${answer.code}`, waitFor(answer, row.attempt))
    case 'ask_later':
      throw new RetryLater(`in_doubt: ${answer.code}`, deps.timing.settleMs)
    default:
      throw new GiveUp(`${answer.kind}: ${answer.code}`)
  }
}

// Without a word from the provider the queue's own back-off does.
const waitFor = (answer: Outcome, attempt: number) =>
  'retryAfterMs' in answer && answer.retryAfterMs !== undefined
    ? patience(answer.retryAfterMs, attempt, Math.random())
    : undefined
