import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { countMessages, oldestWaiting } from '../delivery/count-messages.ts'
import type { Deps } from '../deps.ts'
import { loopbackOnly } from '../plugins/loopback-only.ts'
import { overviewHeaders, overviewPage } from './overview-page.ts'

const DAY_MS = 24 * 3600 * 1000

/** What operators look at. It has no sign-in yet, so it answers only to a person on this machine. */
export const operationsRoutes =
  (deps: Deps, isBoundToLoopback: boolean): FastifyPluginAsyncTypebox =>
  async (app) => {
    loopbackOnly(app, isBoundToLoopback)

    app.get('/', { logLevel: 'warn' }, async (_request, reply) => {
      const em = deps.orm.em.fork()
      const countries = await countMessages(em, new Date(Date.now() - DAY_MS))
      const oldestWaitingSeconds = await oldestWaiting(em)
      const providers = deps.providers.map(({ name, health }) => ({ name, health: health?.() }))
      return reply.headers(overviewHeaders).send(overviewPage({ countries, oldestWaitingSeconds, providers }))
    })
  }
