import type { SmsStatus } from '@gatehouse/contracts'

/**
 * How far a message is. It only moves along `MAY_BECOME`, so that a late or repeated event changes nothing. A receipt may
 * come before the answer to the send, or long after we gave up: that it lies on the phone is true whatever we believed.
 */
const MAY_BECOME = {
  pending: ['sending', 'accepted', 'delivered', 'failed', 'expired'],
  sending: ['pending', 'in_doubt', 'accepted', 'delivered', 'undelivered', 'failed', 'expired'],
  in_doubt: ['sending', 'accepted', 'delivered', 'undelivered', 'failed', 'expired'],
  accepted: ['delivered', 'undelivered'],
  delivered: [],
  undelivered: ['delivered'],
  failed: ['delivered'],
  expired: ['delivered']
} as const satisfies Record<string, readonly string[]>

export type State = keyof typeof MAY_BECOME
export const STATES = Object.keys(MAY_BECOME) as State[]
export const OPEN_STATES: State[] = ['pending', 'sending', 'in_doubt']

const followers: Record<State, readonly string[]> = MAY_BECOME
export const before = (state: State) => STATES.filter((earlier) => followers[earlier].includes(state))

const PUBLIC: Record<State, SmsStatus> = {
  pending: 'queued',
  sending: 'queued',
  in_doubt: 'queued',
  accepted: 'sent',
  delivered: 'delivered',
  undelivered: 'failed',
  failed: 'failed',
  expired: 'expired'
}

/** The state as the person's client sees it. */
export const publicStatus = (state: State) => PUBLIC[state]

export type Standing = { state: State; deadline?: Date | null; expiresAt: Date }
export type Turn = 'settled' | 'busy' | 'expired' | 'ask' | 'send'

/** What a worker that holds the job may do with the row. */
export function turnOf({ state, deadline, expiresAt }: Standing, now: Date): Turn {
  if (!OPEN_STATES.includes(state)) return 'settled'
  if (deadline && now < deadline) return 'busy'
  if (now >= expiresAt) return 'expired'
  return state === 'pending' ? 'send' : 'ask'
}
