import type { Span } from '@gatehouse/platform/tracing/span'
import { inSpan, markFailed, SpanKind } from '@gatehouse/platform/tracing/span'
import type { Provider } from '../providers/provider.ts'
import type { Outcome } from './outcome.ts'

/** One question to a provider, as a part of the message's trace. */
export const askBy = <T>(provider: Provider, what: 'find' | 'status', ask: () => Promise<T>): Promise<T> =>
  inSpan(`${provider.name} ${what}`, about(provider), ask)

/** One send. The trace is told what the answer means, never to whom, or what. */
export const sendBy = (provider: Provider, ...message: Parameters<Provider['send']>): Promise<Outcome> =>
  inSpan(`${provider.name} send`, about(provider), async (span) => {
    const outcome = await provider.send(...message)
    describe(span, outcome)
    return outcome
  })

const about = ({ name }: Provider) => ({ kind: SpanKind.CLIENT, attributes: { 'gatehouse.provider': name } })

function describe(span: Span, outcome: Outcome) {
  span.setAttribute('gatehouse.outcome', outcome.kind)
  if (outcome.kind !== 'accepted') markFailed(span, outcome.code)
}
