import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { isPassing } from '../passing-fault.ts'
import { invalidField, Refusal } from '../refusal.ts'
import { describeFaults } from './validation-faults.ts'

/** Turns whatever was thrown into the one error shape. Nothing of an unforeseen error reaches the caller. */
export function replyWithError(error: FastifyError | Refusal, request: FastifyRequest, reply: FastifyReply) {
  const refusal = toRefusal(error)
  if (refusal.code === 'internal_error') request.log.error({ err: error }, 'request failed')
  else if (refusal.statusCode >= 500) request.log.warn({ code: refusal.code, reason: error.message }, 'request refused')
  const retryAfter = refusal.details.retry_after
  if (typeof retryAfter === 'number') reply.header('retry-after', retryAfter)
  if (refusal.statusCode === 401 && !reply.hasHeader('www-authenticate')) reply.header('www-authenticate', 'Bearer')
  // An error is never cached, whatever the route said of its answer before it failed.
  reply.code(refusal.statusCode).header('cache-control', 'no-store')
  return reply.send({ error: refusal.message, code: refusal.code, details: refusal.details })
}

function toRefusal(error: FastifyError | Refusal): Refusal {
  if (error instanceof Refusal) return error
  if (error.validation)
    return new Refusal('validation_failed', describeFaults(error.validation, error.validationContext))
  if (error.statusCode === 413) return new Refusal('body_too_large')
  if (error.statusCode === 415) return new Refusal('unsupported_media_type')
  if (error.statusCode === 404) return new Refusal('not_found')
  if (error.statusCode && error.statusCode < 500)
    return invalidField('body', 'could not be read: send one JSON object or form fields')
  return new Refusal(isPassing(error) ? 'unavailable' : 'internal_error')
}
