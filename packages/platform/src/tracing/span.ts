import type { Attributes, Span } from '@opentelemetry/api'
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { contextAfter } from './trace-parent.ts'

export type { Span }
export { SpanKind }

/**
 * Of low detail: names of ours, ids of ours, codes. Never a number, a text, an e-mail address, a URL.
 * @param parent the traceparent to go on from; the span in hand, unless there is one
 */
export type SpanOptions = { kind?: SpanKind; parent?: string | null | undefined; attributes?: Attributes }

const tracer = trace.getTracer('gatehouse')

/** Does some work as a span of its own. What it throws marks the span by its code, and is thrown on. */
export function inSpan<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  return withSpan(name, options, async (span) => {
    try {
      return await work(span)
    } catch (error) {
      markFailed(span, codeOf(error))
      throw error
    }
  })
}

/** The same for work that marks its own failures. */
export function withSpan<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  const { kind = SpanKind.INTERNAL, parent, attributes = {} } = options
  const before = contextAfter(parent)
  const links = before ? linkBothWays(before) : []
  return tracer.startActiveSpan(name, { kind, attributes, links }, before ?? context.active(), async (span) => {
    try {
      return await work(span)
    } finally {
      span.end()
    }
  })
}

/** Goes on with a trace that was kept, unless one is in hand. */
export function goOnWith<T>(parent: string | null | undefined, work: () => T): T {
  const kept = trace.getActiveSpan() ? undefined : contextAfter(parent)
  return kept ? context.with(kept, work) : work()
}

/** @param code a word of ours or a provider's code: the text of an error may hold anything */
export function markFailed(span: Span, code: string) {
  span.setStatus({ code: SpanStatusCode.ERROR })
  span.setAttribute('error.type', code)
}

export function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown }
  return typeof code === 'string' ? code : `${name}`
}

// Whoever looks at one of the two traces finds the other.
function linkBothWays(before: ReturnType<typeof context.active>) {
  const [active, other] = [trace.getActiveSpan(), trace.getSpanContext(before)]
  if (!active || !other || active.spanContext().traceId === other.traceId) return []
  active.addLink({ context: other })
  return [{ context: active.spanContext() }]
}
