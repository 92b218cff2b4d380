import { Counter, Histogram } from 'prom-client'
import { askedAt } from './asked-at.ts'
import type { LedgerRow } from './ledger.entity.ts'

const SECONDS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600]

const messages = new Counter({
  name: 'gatehouse_sms_messages_total',
  help: 'Messages by what became of them: accepted by a provider, in_doubt, and the ends.',
  labelNames: ['provider', 'country', 'state']
})
const toAccept = new Histogram({
  name: 'gatehouse_sms_accept_seconds',
  help: 'Time from the request for a code to the provider that took its message.',
  labelNames: ['provider'],
  buckets: SECONDS
})
const toDelivery = new Histogram({
  name: 'gatehouse_sms_delivery_seconds',
  help: 'Time from the request for a code to the receipt that its message is on the phone.',
  labelNames: ['provider'],
  buckets: SECONDS
})

const COUNTED = new Set(['in_doubt', 'delivered', 'undelivered', 'failed', 'expired'])
const WATCHED = ['accepted', 'verified', ...COUNTED]

type Moved = Pick<LedgerRow, 'id' | 'state' | 'provider' | 'country' | 'acceptedAt'>

/** Counts that a message moved. @param wasAccepted whether a provider was known to have it before */
export function countMove(row: Moved, wasAccepted: boolean, now: Date) {
  const labels = { provider: row.provider ?? 'none', country: row.country }
  // A country that is seen for the first time: a rate needs the zero before the first one.
  if (row.state === 'sending') for (const state of WATCHED) messages.inc({ ...labels, state }, 0)
  if (row.acceptedAt && !wasAccepted) {
    messages.inc({ ...labels, state: 'accepted' })
    observe(toAccept, row, now)
  }
  if (COUNTED.has(row.state)) messages.inc({ ...labels, state: row.state })
  if (row.state === 'delivered') observe(toDelivery, row, now)
}

/** Counts that the code of a message was typed. */
export const countVerified = ({ provider, country }: Pick<LedgerRow, 'provider' | 'country'>) =>
  messages.inc({ provider: provider ?? 'none', country, state: 'verified' })

function observe(histogram: Histogram, { id, provider }: Moved, now: Date) {
  const asked = askedAt(id)
  if (asked) histogram.observe({ provider: provider ?? 'none' }, Math.max(0, (now.getTime() - asked.getTime()) / 1000))
}
