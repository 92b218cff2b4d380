import { Counter } from 'prom-client'
import type { Provider, ProviderName } from '../providers/provider.ts'
import type { LedgerRow } from './ledger.entity.ts'
import type { Outcome, OutcomeKind } from './outcome.ts'
import { NEXT } from './outcome.ts'

const calls = new Counter({
  name: 'gatehouse_provider_calls_total',
  help: 'Sends that a provider was asked for, by what it answered.',
  labelNames: ['provider', 'outcome']
})
const sends = new Counter({
  name: 'gatehouse_sms_sends_total',
  help: 'The same, by the country of the number: each one that was accepted costs money.',
  labelNames: ['provider', 'country', 'outcome']
})

const OUTCOMES = [...(Object.keys(NEXT) as OutcomeKind[]), 'number_not_reached'] as const

/** A rate needs the zero before the first one, which may be the failure that somebody is to hear of. */
export function expectAnswers(providers: ProviderName[]) {
  for (const provider of providers) for (const outcome of OUTCOMES) calls.inc({ provider, outcome }, 0)
}

export function countAnswer({ name: provider }: Provider, { country }: LedgerRow, answer: Outcome) {
  const outcome = outcomeOf(answer)
  calls.inc({ provider, outcome })
  sends.inc({ provider, country, outcome })
}

// Anyone can ask for codes to numbers that what is set up does not reach: that is to wake nobody.
const outcomeOf = (answer: Outcome): (typeof OUTCOMES)[number] =>
  answer.kind === 'misconfigured' && answer.isForNumber ? 'number_not_reached' : answer.kind
