import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { requireOperator } from '@gatehouse/platform/http/operators'
import type { QueueStore } from '@gatehouse/platform/queue/queue-store'
import { Refusal } from '@gatehouse/platform/refusal'
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { recordAnswer } from '../actions/record-answer.ts'
import { createBoard } from './board.ts'
import { BOARD_HEADERS } from './board-headers.ts'
import { openMasked } from './open-masked.ts'
import { recordRequest } from './record-request.ts'
import { withoutOtherSites } from './without-other-sites.ts'

type MaskedQueues = Awaited<ReturnType<typeof openMasked>>

/**
 * bull-board. A viewer looks; what an operator does is written down before it is done, and how it was answered after. If
 * it cannot be written down, it is not done.
 */
export const queueRoutes =
  ({ orm, log }: Pick<Deps, 'orm' | 'log'>, store: Pick<QueueStore, 'open'>): FastifyPluginAsyncTypebox =>
  async (app) => {
    const opened = new WeakMap<object, MaskedQueues>()
    const recorded = new WeakMap<FastifyRequest, string[]>()

    app.addHook('onRequest', async (_request, reply) => void reply.headers(BOARD_HEADERS))
    app.addHook('onSend', async (_request, _reply, payload) => withoutOtherSites(payload))
    app.addHook('preHandler', async (request) => {
      const path = `${request.routeOptions.url?.slice(app.prefix.length)}`
      if (!['GET', 'HEAD'].includes(request.method)) await record(request, `${request.method} ${path}`)
      if (path.startsWith('/api/')) opened.set(request.headers, await openMasked(store, request.operator.role))
    })
    app.addHook('onResponse', async (request, reply) => {
      const ids = recorded.get(request)
      if (!ids) return
      await recordAnswer(orm.em.fork(), ids, reply.statusCode).catch((err) => log.warn({ err }, 'answer not recorded'))
    })
    app.register(
      createBoard((headers) => opened.get(headers) ?? new Map(), app.prefix),
      { logLevel: 'warn' }
    )

    async function record(request: FastifyRequest, route: string) {
      const ids = await recordRequest(orm.em.fork(), request.operator, route, request.params as Record<string, string>)
      if (!ids) throw new Refusal('not_found')
      recorded.set(request, ids)
      await requireOperator(request)
    }
  }
