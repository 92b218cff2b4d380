import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Deps } from '../../deps.ts'
import { PAGE_HEADERS } from '../page/layout.ts'
import { UUID } from '../page/uuid.ts'
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
  ({ orm }: Pick<Deps, 'orm'>): FastifyPluginAsyncTypebox =>
  async (app) => {
    const list = (before: string | undefined) => listActions(orm.em.fork(), before, SHOWN)

    app.get('/actions.json', { schema: { querystring: Query, response: { 200: ShownActions } } }, async ({ query }) =>
      showActions(await list(query.before))
    )
    // Asked for every few seconds by every open page, so it is logged only when it fails.
    app.get('/actions/', { schema: { querystring: Query }, logLevel: 'warn' }, async ({ query, operator }, reply) =>
      reply.headers(PAGE_HEADERS).send(actionsPage(operator, await list(query.before)))
    )
  }
