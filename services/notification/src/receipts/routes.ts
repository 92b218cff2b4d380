import { parse } from 'node:querystring'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Refusal } from '@gatehouse/platform/refusal'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import type { Callback, Provider } from '../providers/provider.ts'
import { recordReceipt } from './record-receipt.ts'

const BODY_LIMIT_BYTES = 16 * 1024

/**
 * Where a provider calls back. Whoever cannot sign learns nothing: the signature is judged before anything else is looked
 * at, and every refusal is the same.
 */
export const receiptRoutes =
  (deps: Deps, provider: Provider): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { receipts } = provider
    if (!receipts) return
    takeAnyBody(app)

    app.post('/status', { bodyLimit: BODY_LIMIT_BYTES }, async (request, reply) => {
      const callback = callbackOf(request)
      if (!receipts.isGenuine(callback)) throw new Refusal('signature_invalid')
      const { message_id } = request.query as { message_id?: unknown }
      await recordReceipt(deps, provider, message_id, receipts.read(callback))
      return reply.code(204).send()
    })
  }

// As it came: a form that our own routes would refuse, or another type, is for the signature to judge.
function takeAnyBody(app: FastifyInstance) {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, async (_request: FastifyRequest, body: string) => body)
}

function callbackOf({ url, headers, body }: FastifyRequest): Callback {
  const form = typeof body === 'string' ? ({ ...parse(body) } as Callback['form']) : {}
  return { pathAndQuery: url, headers, form }
}
