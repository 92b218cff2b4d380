import { trace } from '@opentelemetry/api'
import type { FastifyServerOptions } from 'fastify'
import type { Logger } from 'pino'
import pino from 'pino'
import type { PrettyOptions } from 'pino-pretty'
import pretty from 'pino-pretty'
import { logFields } from './log-fields.ts'

export type { Logger }

/**
 * The service's log: JSON lines, pretty on a developer's terminal.
 * What could hold a secret or a person's number is never handed to it: requests are logged by method and path without
 * the query, errors by message and stack.
 */
export function createLog(options: { name: string; level: string; pretty: boolean }): Logger {
  const settings = {
    name: options.name,
    level: options.level,
    serializers: { req: describeRequest, err: describeError },
    mixin: (_line: object, _level: number, log: object) => whatIsInHand(log)
  }
  // Each line at once: what waits for its turn at the end is tried for ever if the reader is gone, and nothing ends.
  if (!options.pretty) return pino(settings, pino.destination({ dest: 1, sync: true }))
  return pino(settings, pretty(FOR_PEOPLE))
}

// Added to every line, whoever writes it: the request or the message in hand, and where to find it in the traces.
function whatIsInHand(log: object) {
  const span = trace.getActiveSpan()?.spanContext()
  return { ...('isOfRequest' in log ? {} : logFields()), ...(span && { trace_id: span.traceId, span_id: span.spanId }) }
}

/** The log of one request: it has the request's id, in whichever context it is written to. */
export const requestLog: FastifyServerOptions['childLoggerFactory'] = (log, bindings, options) =>
  Object.assign(log.child(bindings, options), { isOfRequest: true })

type Line = { msg?: string; req?: { method: string; path: string }; status?: number; ms?: number }

const FOR_PEOPLE: PrettyOptions = {
  ignore: 'pid,hostname,request_id,trace_id,span_id,req,status,ms',
  translateTime: 'HH:MM:ss.l',
  singleLine: true,
  sync: true,
  messageFormat: (line) => {
    const { msg = '', req, status, ms } = line as Line
    return req ? `${req.method} ${req.path} ${status} in ${ms} ms` : msg
  }
}

function describeRequest(request: { method: string; url: string }) {
  return { method: request.method, path: request.url.split('?')[0] }
}

// A database's error carries the row it is about in further fields: e-mail addresses and numbers stay out of the log.
function describeError({ name, message, stack, code }: Error & { code?: string }) {
  return { type: name, message, code, stack }
}
