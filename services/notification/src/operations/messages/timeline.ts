import type { JobState } from '@gatehouse/platform/queue/queue-store'
import { askedAt } from '../../delivery/asked-at.ts'
import type { findRow } from '../../delivery/find-row.ts'
import { codeWords } from './reason.ts'

export type Found = NonNullable<Awaited<ReturnType<typeof findRow>>>
/** Where the message's job is. */
export type QueueWord = JobState['state'] | 'gone' | 'unknown'

type Event = Pick<Found['events'][number], 'at' | 'event' | 'attempt' | 'provider' | 'code' | 'who'>

/** One step of a message's way. `clock`: whose clock told the time, if it is not the ledger's. */
export type Step = { at: Date; what: string; detail?: string; clock?: 'identity' }

/**
 * The whole way of a message, from the request to the code that was typed. What nobody kept is left out: the job's step
 * once the queue has forgotten the job, and single tries of messages from before they were kept.
 */
export function timelineOf({ row, events }: Found, job: JobState | undefined): Step[] {
  const moves = (events.length > 0 ? events : eventsOf(row)).map(stepOf)
  const verified: Step[] = row.verifiedAt
    ? [{ at: row.verifiedAt, what: 'The code was typed in', clock: 'identity' }]
    : []
  return [...asked(row.id), ...queued(job), ...inOrder([...moves, ...verified])]
}

// Moves of one moment stay in the order in which they were written.
const inOrder = (steps: Step[]) => steps.toSorted((one, other) => one.at.getTime() - other.at.getTime())

// Its id was made within the request's transaction.
function asked(id: string): Step[] {
  const at = askedAt(id)
  return at ? [{ at, what: 'Asked for', clock: 'identity' }] : []
}

function queued(job: JobState | undefined): Step[] {
  if (!job) return []
  const detail = 'after the request was committed, never before'
  return [{ at: job.addedAt, what: 'Handed to the queue', detail, clock: 'identity' }]
}

function stepOf({ at, event, attempt, provider, code, who }: Event): Step {
  const detail = code ? `${codeWords(code)} (${code})` : undefined
  const by = provider ?? 'a provider'
  const words: Record<Event['event'], string> = {
    pending: attempt === 0 ? 'Taken up by a worker' : `${by} did not take it: it is tried again`,
    sending: `Sent to ${by}, call ${attempt}`,
    in_doubt: `Nobody knows whether ${by} has it: ${by} is asked first`,
    accepted: `${by} took it`,
    delivered: 'The carrier delivered it',
    undelivered: 'The carrier did not deliver it',
    failed: 'Failed',
    expired: 'Its life ended',
    redriven: `Redriven by ${who}`
  }
  return { at, what: words[event], ...(detail ? { detail } : {}) }
}

// Of a message from before its moves were kept the ledger knows the last of each kind.
function eventsOf({
  createdAt,
  claimedAt,
  doubtedAt,
  acceptedAt,
  deliveredAt,
  statusAt,
  ...row
}: Found['row']): Event[] {
  const { attempt, state } = row
  const base = { attempt, provider: row.provider, code: null, who: null }
  const known: [Date | null | undefined, Event['event']][] = [
    [claimedAt, 'sending'],
    [doubtedAt, 'in_doubt'],
    [acceptedAt, 'accepted'],
    [deliveredAt, 'delivered']
  ]
  const moves = known.flatMap(([at, event]) => (at ? [{ ...base, at, event }] : []))
  const hasEnded = state === 'failed' || state === 'undelivered' || state === 'expired'
  const ending = hasEnded ? [{ ...base, at: statusAt, event: state, code: row.errorCode ?? row.failure }] : []
  return [{ ...base, attempt: 0, at: createdAt, event: 'pending' }, ...moves, ...ending]
}
