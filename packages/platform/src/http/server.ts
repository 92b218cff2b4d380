import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'
import Fastify, { LogController } from 'fastify'
import type { Logger } from '../log.ts'
import { requestLog } from '../log.ts'
import { measureRequest } from '../metrics/requests.ts'
import { Refusal } from '../refusal.ts'
import { inScope, scopeRequests } from '../tracing/requests.ts'
import { acceptBodies } from './bodies.ts'
import { replyToBrokenConnection, replyToBrokenRequest } from './broken-request.ts'
import { replyWithError } from './error-reply.ts'
import './leaving.ts'
import { refuseBrokenText } from './text-guard.ts'

// Room for every field of a profile at its greatest length, whatever its alphabet.
const BODY_LIMIT_BYTES = 256 * 1024
const REQUEST_TIMEOUT_MS = 15_000
const HANG_UP_AFTER_MS = 4000
const SAFE_REQUEST_ID = /^[\w.:-]{1,128}$/

export type ServerOptions = {
  log: Logger
  /** CIDRs whose X-Forwarded-For is believed. None: the address is the socket's, and no header can forge it. */
  trustedProxies: string[]
  /** What the formats named in the schemas mean. */
  formats?: Formats
}

/** A format of a text, or of a number. */
export type Formats = Record<
  string,
  ((text: string) => boolean) | { type: 'number'; validate: (value: number) => boolean }
>

/** A Fastify that keeps the house rules: nothing coerced or dropped, one error shape, an id on every answer. */
export function createServer({ log, trustedProxies, formats = {} }: ServerOptions): FastifyInstance {
  const app = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    genReqId: requestId,
    childLoggerFactory: requestLog,
    trustProxy: trustedProxies.length > 0 ? trustedProxies : false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, allErrors: true, verbose: true, formats } },
    frameworkErrors: replyToBrokenRequest,
    clientErrorHandler: replyToBrokenConnection,
    return503OnClosing: false
  }) as unknown as FastifyInstance
  scopeRequests(app)
  acceptBodies(app)
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ 'x-request-id': request.id, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  })
  app.addHook('preValidation', async (request) => {
    if (request.body === undefined && request.method !== 'GET') request.body = {}
  })
  app.addHook('preValidation', refuseBrokenText)
  hangUpWhenLeaving(app)
  app.addHook('onResponse', async (request, reply) => {
    const line = { req: request, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }
    inScope(request, () => request.log.info(line, 'answered'))
  })
  app.addHook('onResponse', measureRequest)
  app.setErrorHandler(replyWithError)
  app.setNotFoundHandler(async () => {
    throw new Refusal('not_found')
  })
  return app
}

// A client that keeps its connection alive would hold up the end of the process by its keep-alive time.
function hangUpWhenLeaving(app: FastifyInstance) {
  app.decorate('isLeaving', false)
  app.addHook('preClose', async () => {
    app.isLeaving = true
    // One that says nothing, or half a request, would do so too.
    setTimeout(() => app.server.closeAllConnections(), HANG_UP_AFTER_MS).unref()
  })
  app.addHook('onSend', async (_request, reply) => {
    if (app.isLeaving) reply.header('connection', 'close')
  })
}

// A gateway's id is kept so that its log and ours can be joined; anything unusual could forge a log line.
function requestId(request: IncomingMessage): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && SAFE_REQUEST_ID.test(given) ? given : randomUUID()
}
