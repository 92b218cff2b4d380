import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Deps } from '../../deps.ts'
import { PAGE_HEADERS } from '../page/layout.ts'
import { UUID } from '../page/uuid.ts'
import type { Asking } from '../reading/just-acted.ts'
import { lookFor } from '../reading/look.ts'
import { listActions } from './list-actions.ts'
import { actionsPage } from './page.ts'
import { ShownActions, showActions } from './shown-action.ts'

const SHOWN = 50
const Query = Type.Object(
  { before: Type.Optional(Type.String({ pattern: `^${UUID}$` })) },
  { additionalProperties: false }
)

/** The record of what was done, newest first: for people and for programs. The scope is guarded already. */
export const actionRoutes =
  (deps: Pick<Deps, 'orm' | 'replica' | 'log'>): FastifyPluginAsyncTypebox =>
  async (app) => {
    const list = (request: Asking, before: string | undefined) =>
      lookFor(deps, request)((em) => listActions(em, before, SHOWN))

    app.get('/actions.json', { schema: { querystring: Query, response: { 200: ShownActions } } }, async (request) =>
      showActions(await list(request, request.query.before))
    )
    // Asked for every few seconds by every open page, so it is logged only when it fails.
    app.get('/actions/', { schema: { querystring: Query }, logLevel: 'warn' }, async (request, reply) =>
      reply.headers(PAGE_HEADERS).send(actionsPage(request.operator, await list(request, request.query.before)))
    )
  }
