import type { SmsFailure } from '@gatehouse/contracts'
import type { State } from './ledger.ts'
import { OPEN_STATES } from './ledger.ts'
import type { Move } from './move-row.ts'

/**
 * What a provider tells of a message after it answered, or instead of an answer. `id` is the provider's own; `code` its
 * own word for a failure, kept for operators.
 */
export type Receipt =
  | { kind: 'taken'; id: string }
  | { kind: 'delivered'; id: string }
  | { kind: 'undelivered'; id: string; code: string | null; failure: SmsFailure }

export type Standing = {
  state: State
  attempt: number
  provider?: string | null
  providerMessageId?: string | null
  acceptedAt?: Date | null
}

/** Who tells it, when to ask it for more, and whether its message stands for no other row. */
export type Source = { provider: string; firstAskAt: Date | null; isFree: boolean }

/** Where a receipt moves a row. Undefined: it tells nothing new. */
export function moveBy(row: Standing, receipt: Receipt, source: Source, now: Date): Move | undefined {
  switch (receipt.kind) {
    case 'taken':
      return moveTaken(row, receipt, source, now)
    case 'delivered':
      return moveDelivered(row, receipt, source, now)
    case 'undelivered':
      return moveUndelivered(row, receipt, source, now)
  }
}

// The proof that nothing has to be sent (again), be the answer still to come or lost.
function moveTaken(row: Standing, { id }: Receipt, source: Source, now: Date): Move | undefined {
  if (!OPEN_STATES.includes(row.state)) return undefined
  const bound = binding(row, id, source)
  const nextAskAt = bound ? source.firstAskAt : null
  return { state: 'accepted', ...bound, acceptedAt: now, nextAskAt, deadline: null, errorCode: null }
}

// A row may have reached the provider twice, after a lost answer. Either arrival is what the person waits for.
function moveDelivered(row: Standing, { id }: Receipt, source: Source, now: Date): Move | undefined {
  if (row.state === 'delivered') return undefined
  const ended = { deliveredAt: now, acceptedAt: row.acceptedAt ?? now, nextAskAt: null, deadline: null }
  return { state: 'delivered', ...binding(row, id, source), ...ended, failure: null, errorCode: null }
}

function moveUndelivered(
  row: Standing,
  { id, code, failure }: Receipt & { kind: 'undelivered' },
  source: Source,
  now: Date
): Move | undefined {
  const isOurs = row.provider === source.provider && row.providerMessageId === id
  const bound = isOurs ? {} : speaksForAll(row, source) && binding(row, id, source)
  if (!bound || ![...OPEN_STATES, 'accepted'].includes(row.state)) return undefined
  const ended = { acceptedAt: row.acceptedAt ?? now, nextAskAt: null, deadline: null }
  return { state: 'undelivered', ...bound, ...ended, failure, errorCode: code }
}

// One of two messages that failed says nothing of the other: the failure counts only if no other is on its way.
function speaksForAll({ state, attempt, provider }: Standing, source: Source): boolean {
  if (provider !== source.provider) return false
  return state === 'in_doubt' || (state === 'sending' && attempt === 1)
}

function binding({ providerMessageId }: Standing, id: string, { provider, isFree }: Source) {
  return !providerMessageId && isFree ? { provider, providerMessageId: id } : undefined
}
