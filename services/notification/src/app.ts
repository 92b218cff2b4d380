import { serveHealth } from '@gatehouse/platform/http/health'
import { guardOperators } from '@gatehouse/platform/http/operators'
import { createServer } from '@gatehouse/platform/http/server'
import { serveMetrics } from '@gatehouse/platform/metrics/serve-metrics'
import type { OperatorEntry } from '@gatehouse/platform/operators/operator'
import { operatorSignIn } from '@gatehouse/platform/operators/sign-in'
import type { QueueStore } from '@gatehouse/platform/queue/queue-store'
import type { FastifyInstance } from 'fastify'
import type { Deps } from './deps.ts'
import { inboxRoutes } from './inbox/routes.ts'
import { serviceMetrics } from './metrics.ts'
import { operationsRoutes } from './operations/routes.ts'
import { receiptRoutes } from './receipts/routes.ts'

export type App = ReturnType<typeof createApp>
export type AppOptions = {
  queues: Pick<QueueStore, 'probe' | 'control' | 'open'>
  /** OPS_USERS. */
  operators: OperatorEntry[]
  trustedProxies: string[]
  isProduction: boolean
  isBoundToLoopback: boolean
}

/** The table of contents of the service's HTTP side. */
export function createApp(deps: Deps, options: AppOptions) {
  const { queues, operators, trustedProxies, isProduction, isBoundToLoopback } = options
  const app = createServer({ log: deps.log, trustedProxies })
  const guarded = { operators, isBoundToLoopback, signIn: operatorSignIn(operators, () => new Date()) }
  const database = () => deps.orm.em.fork().execute('select 1')
  serveHealth(app, { database, queue: queues.probe }, ['database', 'queue'])
  if (!isProduction && deps.providers.some(({ name }) => name === 'inbox')) {
    app.register(inboxRoutes(deps, { ...guarded, isOpenLocally: true }), { prefix: '/inbox' })
  }
  for (const provider of deps.providers.filter(({ receipts }) => receipts)) {
    app.register(receiptRoutes(deps, provider), { prefix: `/webhooks/${provider.name}` })
  }
  const guard = (scope: FastifyInstance) => guardOperators(scope, guarded)
  serveMetrics(app, { ...serviceMetrics(deps, queues), guard })
  app.register(async (scope) => {
    await guard(scope)
    scope.register(operationsRoutes(deps, queues), { prefix: '/ops' })
  })
  return app
}
