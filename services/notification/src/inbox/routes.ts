import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { OperatorGuard } from '@gatehouse/platform/http/operators'
import { guardOperators } from '@gatehouse/platform/http/operators'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { listMessages } from './list-messages.ts'
import { inboxPage } from './page.ts'

const Filter = Type.Object({ to: Type.Optional(Type.String({ maxLength: 20 })) }, { additionalProperties: false })
const Messages = Type.Array(
  Type.Object({ id: Type.String(), to: Type.String(), body: Type.String(), sent_at: Type.String() })
)

/** The SMS that would have gone out. It shows codes, so it answers only to a person on this machine, or one who has
 * signed in as an operator. */
export const inboxRoutes =
  (deps: Deps, guard: OperatorGuard): FastifyPluginAsyncTypebox =>
  async (app) => {
    await guardOperators(app, guard)
    const { html, headers } = inboxPage()

    app.get('/', async (_request, reply) => reply.headers(headers).send(html))

    // Asked for each second by every open page, so it is logged only when it fails.
    const schema = { querystring: Filter, response: { 200: Messages } }
    app.get('/messages.json', { schema, logLevel: 'warn' }, (request) => listMessages(deps, request.query.to))
  }
