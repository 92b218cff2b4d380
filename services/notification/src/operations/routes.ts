import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { QueueStore } from '@gatehouse/platform/queue/queue-store'
import type { Deps } from '../deps.ts'
import { rememberActs } from '../plugins/remember-acts.ts'
import { actionRoutes } from './actions/routes.ts'
import { messageRoutes } from './messages/routes.ts'
import { overviewRoutes } from './overview/routes.ts'
import { queueRoutes } from './queues/routes.ts'

export type Queues = Pick<QueueStore, 'control' | 'open'>

/** What operators look at and do. The scope is guarded already: `request.operator` says who asks. */
export const operationsRoutes =
  (deps: Deps, queues: Queues): FastifyPluginAsyncTypebox =>
  async (app) => {
    rememberActs(app)
    app.register(queueRoutes(deps, queues), { prefix: '/queues' })
    app.register(actionRoutes(deps))
    app.register(messageRoutes(deps))
    app.register(overviewRoutes(deps, queues))
  }
