import { serveHealth } from '@gatehouse/platform/http/health'
import { createServer } from '@gatehouse/platform/http/server'
import type { QueueStore } from '@gatehouse/platform/queue/queue-store'
import type { Deps } from './deps.ts'
import { inboxRoutes } from './inbox/routes.ts'
import { operationsRoutes } from './operations/routes.ts'
import { receiptRoutes } from './receipts/routes.ts'

export type App = ReturnType<typeof createApp>
export type AppOptions = { queues: Pick<QueueStore, 'probe'>; isProduction: boolean; isBoundToLoopback: boolean }

/** The table of contents of the service's HTTP side. */
export function createApp(deps: Deps, { queues, isProduction, isBoundToLoopback }: AppOptions) {
  const app = createServer({ log: deps.log, trustedProxies: [] })
  const database = () => deps.orm.em.fork().execute('select 1')
  serveHealth(app, { database, queue: queues.probe }, ['database', 'queue'])
  if (!isProduction && deps.providers.some(({ name }) => name === 'inbox')) {
    app.register(inboxRoutes(deps, isBoundToLoopback), { prefix: '/inbox' })
  }
  for (const provider of deps.providers.filter(({ receipts }) => receipts)) {
    app.register(receiptRoutes(deps, provider), { prefix: `/webhooks/${provider.name}` })
  }
  // In production the dashboards stay shut until they have a sign-in.
  if (!isProduction) app.register(operationsRoutes(deps, isBoundToLoopback), { prefix: '/ops' })
  return app
}
