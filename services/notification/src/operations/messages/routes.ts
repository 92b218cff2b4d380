import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Refusal } from '@gatehouse/platform/refusal'
import { Type } from 'typebox'
import { countRedrivable } from '../../delivery/redrive-failed.ts'
import type { Deps } from '../../deps.ts'
import { operatorsOnly } from '../actions/operators-only.ts'
import { PAGE_HEADERS } from '../page/layout.ts'
import { UUID } from '../page/uuid.ts'
import { lookFor } from '../reading/look.ts'
import { listMessages } from './list-messages.ts'
import { listPage } from './list-page.ts'
import { messagePage } from './message-page.ts'
import { asQuery, ConfirmedRedrive, ListQuery, PageQuery, RedriveQuery, readFilter } from './query.ts'
import { readTimeline } from './read-timeline.ts'
import { redriveMessages } from './redrive-messages.ts'
import { redrivePage } from './redrive-page.ts'
import { ShownMessages } from './shown.ts'

const params = Type.Object({ id: Type.String({ pattern: `^${UUID}$` }) })
const Said = Type.Object({ redriven: Type.Optional(Type.Enum(['yes', 'no'])) }, { additionalProperties: false })

// Asked for every few seconds by every open page, so it is logged only when it fails.
const quiet = { logLevel: 'warn' } as const

const acts = (deps: Deps) => ({
  preHandler: operatorsOnly(deps, ({ id = 'messages' }) => ({ action: 'message.redrive', target: id }))
})

/** Every message, its way, and the redrive of those that failed. The scope is guarded already. */
export const messageRoutes =
  (deps: Deps): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.register(listRoutes(deps))
    app.register(redriveRoutes(deps))
    app.register(wayRoutes(deps))
  }

const listRoutes =
  (deps: Deps): FastifyPluginAsyncTypebox =>
  async (app) => {
    const providers = deps.providers.map(({ name }) => name)

    app.get('/messages.json', { schema: { querystring: ListQuery, response: { 200: ShownMessages } } }, (request) =>
      listMessages(lookFor(deps, request), request.query)
    )
    app.get('/messages.schema.json', async () => ShownMessages)

    app.get('/messages/', { ...quiet, schema: { querystring: PageQuery } }, async (request, reply) => {
      const { redriven: said, ...asked } = request.query
      const look = lookFor(deps, request)
      const list = await listMessages(look, asked)
      const redrivable = await look((em) => countRedrivable(em, readFilter(asked)))
      const redriven = said === undefined ? undefined : Number(said)
      return reply
        .headers(PAGE_HEADERS)
        .send(listPage({ operator: request.operator, query: asked, providers, list, redrivable, redriven }))
    })
  }

const redriveRoutes =
  (deps: Deps): FastifyPluginAsyncTypebox =>
  async (app) => {
    // Somebody decides by this number.
    app.get('/messages/redrive/', { schema: { querystring: RedriveQuery } }, async ({ query, operator }, reply) => {
      const count = await countRedrivable(deps.orm.em.fork(), readFilter(query))
      return reply.headers(PAGE_HEADERS).send(redrivePage({ operator, filter: query, count }))
    })

    app.post('/messages/redrive/', { ...acts(deps), schema: { body: ConfirmedRedrive } }, async (request, reply) => {
      const { confirmed, ...filter } = request.body
      const redriven = await redriveMessages(deps, readFilter(filter), request.operator, Number(confirmed))
      const { state: _, ...shown } = filter
      return reply.redirect(`/ops/messages/?${asQuery({ ...shown, redriven: `${redriven}` })}`, 303)
    })
  }

const wayRoutes =
  (deps: Deps): FastifyPluginAsyncTypebox =>
  async (app) => {
    const way = { ...quiet, schema: { params, querystring: Said } }
    app.get('/messages/:id/', way, async (request, reply) => {
      const { operator, query, params } = request
      const told = await readTimeline(deps, lookFor(deps, request), params.id)
      if (!told) throw new Refusal('not_found')
      const redriven = query.redriven === undefined ? undefined : query.redriven === 'yes'
      return reply.headers(PAGE_HEADERS).send(messagePage({ operator, ...told, redriven }))
    })

    app.post(
      '/messages/:id/redrive/',
      { ...acts(deps), schema: { params } },
      async ({ params: { id }, operator }, reply) => {
        const redriven = await redriveMessages(deps, { id }, operator, 1)
        return reply.redirect(`/ops/messages/${id}/?redriven=${redriven === 1 ? 'yes' : 'no'}`, 303)
      }
    )
  }
