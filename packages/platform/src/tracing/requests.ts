import { AsyncLocalStorage } from 'node:async_hooks'
import type { Span } from '@opentelemetry/api'
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { withLogFields } from '../log-fields.ts'
import { contextAfter } from './trace-parent.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Lines of the log that are written in it have the request's id, and spans their parent. */
    scope: ((work: () => void) => void) | null
    span: Span | null
  }
}

const tracer = trace.getTracer('gatehouse')

/** Makes a scope of every request, and a span of each that is worth a line in the log. Register it first. */
export function scopeRequests(app: FastifyInstance) {
  app.decorateRequest('scope', null)
  app.decorateRequest('span', null)
  app.addHook('onRequest', (request, _reply, done) => {
    const span = isQuiet(request) ? null : startSpan(request)
    request.span = span
    const enter = () => {
      request.scope = AsyncLocalStorage.snapshot()
      done()
    }
    const inTrace = span ? () => context.with(trace.setSpan(context.active(), span), enter) : enter
    withLogFields({ request_id: request.id }, inTrace)
  })
  app.addHook('onResponse', async (request, reply) => endSpan(request, reply.statusCode))
}

/** Does something as a part of the request, wherever it is called from. */
export const inScope = (request: FastifyRequest, work: () => void) => (request.scope ? request.scope(work) : work())

// What watchers ask for every few seconds.
const isQuiet = ({ routeOptions }: FastifyRequest) => (routeOptions.logLevel ?? 'info') === 'warn'

// By the route's template: an address may hold anything.
function startSpan(request: FastifyRequest): Span {
  const { method, routeOptions, id } = request
  const route = request.is404 ? undefined : routeOptions.url
  const attributes = { 'http.request.method': method, 'http.route': route, 'gatehouse.request_id': id }
  const parent = contextAfter(trustedTraceParent(request)) ?? context.active()
  return tracer.startSpan(route ? `${method} ${route}` : method, { kind: SpanKind.SERVER, attributes }, parent)
}

// From anybody, it would let a stranger decide what is traced, and mix requests that have nothing to do with each other.
// Behind a trusted proxy there is always a second address.
function trustedTraceParent(request: FastifyRequest): unknown {
  const { traceparent } = request.headers
  return traceparent && (request.ips?.length ?? 0) > 1 ? traceparent : undefined
}

function endSpan({ span }: FastifyRequest, status: number) {
  if (!span) return
  span.setAttribute('http.response.status_code', status)
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', `${status}`)
  span.end()
}
