import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { SMS_QUEUE } from '@gatehouse/contracts'
import type { QueueStore } from '@gatehouse/platform/queue/queue-store'
import { Type } from 'typebox'
import type { Deps } from '../../deps.ts'
import { operatorsOnly } from '../actions/operators-only.ts'
import { PAGE_HEADERS } from '../page/layout.ts'
import { lookFor } from '../reading/look.ts'
import { handleSending } from './handle-sending.ts'
import { overviewPage } from './overview-page.ts'
import { RANGE_KEYS } from './range.ts'
import { readOverview } from './read-overview.ts'

const Query = Type.Object({ range: Type.Optional(Type.Enum(RANGE_KEYS)) }, { additionalProperties: false })
const ACTIONS = { pause: 'queue.pause', drain: 'queue.drain', resume: 'queue.resume' } as const

/** The first page that operators look at, and the forms on it. */
export const overviewRoutes =
  (deps: Deps, queues: Pick<QueueStore, 'control'>): FastifyPluginAsyncTypebox =>
  async (app) => {
    const sends = queues.control(SMS_QUEUE)

    // Asked for every few seconds by every open page, so it is logged only when it fails.
    app.get('/', { schema: { querystring: Query }, logLevel: 'warn' }, async (request, reply) => {
      const look = lookFor(deps, request)
      const overview = await readOverview(deps, look, sends, request.query.range ?? '1h', new Date())
      return reply.headers(PAGE_HEADERS).send(overviewPage(overview, request.operator))
    })

    for (const [path, action] of Object.entries(ACTIONS))
      app.post(
        `/sending/${path}`,
        { preHandler: operatorsOnly(deps, () => ({ action, target: SMS_QUEUE })) },
        async (request, reply) => {
          await handleSending(deps, sends, request.operator, action)
          return reply.redirect('/ops/', 303)
        }
      )
  }
