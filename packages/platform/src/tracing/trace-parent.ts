import type { Context } from '@opentelemetry/api'
import { isSpanContextValid, ROOT_CONTEXT, trace } from '@opentelemetry/api'

const FORM = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/

/** The span in hand as a W3C traceparent, to be kept or sent along; undefined if nothing is traced. */
export function traceParent(): string | undefined {
  const span = trace.getActiveSpan()?.spanContext()
  if (!span || !isSpanContextValid(span)) return undefined
  return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, '0')}`
}

/** The context that goes on where a traceparent ends; undefined if it is none. Whatever came from outside is given here. */
export function contextAfter(given: unknown): Context | undefined {
  const [, traceId, spanId, flags] = (typeof given === 'string' && FORM.exec(given)) || []
  if (!traceId || !spanId || !flags) return undefined
  const span = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true }
  return isSpanContextValid(span) ? trace.setSpanContext(ROOT_CONTEXT, span) : undefined
}
