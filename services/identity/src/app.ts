import cors from '@fastify/cors'
import { serveHealth } from '@gatehouse/platform/http/health'
import { guardOperators } from '@gatehouse/platform/http/operators'
import { createServer } from '@gatehouse/platform/http/server'
import { serveMetrics } from '@gatehouse/platform/metrics/serve-metrics'
import type { QueueStore } from '@gatehouse/platform/queue/queue-store'
import type { MikroORM } from '@mikro-orm/postgresql'
import type { FastifyInstance } from 'fastify'
import { accountRoutes } from './accounts/routes.ts'
import { activityRoutes } from './activity/routes.ts'
import type { Deps } from './deps.ts'
import { contractFormats } from './formats.ts'
import { serviceMetrics } from './metrics.ts'
import { openidRoutes } from './openid/routes.ts'
import { passwordRoutes } from './passwords/routes.ts'
import { phoneVerificationRoutes } from './phone-verification/routes.ts'
import { accessTokens } from './plugins/authentication.ts'
import { documentation } from './plugins/documentation.ts'
import { unitOfWork } from './plugins/unit-of-work.ts'
import { profileRoutes } from './profiles/routes.ts'
import { registrationRoutes } from './registration/routes.ts'
import { sessionRoutes } from './sessions/routes.ts'
import { signInRoutes } from './sign-in/routes.ts'
import { signingKeyRoutes } from './signing-keys/routes.ts'

const API = '/api/auth'

const CROSS_ORIGIN = {
  methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
  exposedHeaders: ['x-request-id', 'retry-after'],
  maxAge: 600,
  // An OPTIONS that is no preflight is answered like one, instead of by an error in a shape of its own.
  strictPreflight: false
}

/** The table of contents: everything that the identity service answers. */
export async function createApp(deps: Deps, orm: MikroORM, store: QueueStore): Promise<FastifyInstance> {
  const { settings, log, now } = deps
  const app = createServer({
    log,
    trustedProxies: settings.trustedProxies,
    formats: contractFormats(settings.testNumbers, now)
  })
  await app.register(cors, { ...CROSS_ORIGIN, origin: settings.corsOrigins })
  await app.register(documentation, settings)
  await app.register(unitOfWork, { orm })
  await app.register(accessTokens, { deps })

  await app.register(registrationRoutes(deps), { prefix: API })
  await app.register(signInRoutes(deps), { prefix: API })
  await app.register(sessionRoutes(deps), { prefix: API })
  await app.register(passwordRoutes(deps), { prefix: API })
  await app.register(profileRoutes(deps), { prefix: API })
  await app.register(phoneVerificationRoutes(deps), { prefix: API })
  await app.register(activityRoutes(deps), { prefix: API })
  await app.register(accountRoutes(deps), { prefix: API })
  await app.register(openidRoutes(deps), { prefix: API })
  await app.register(signingKeyRoutes(deps))
  serveHealth(app, { database: () => orm.em.fork().execute('select 1'), queue: store.probe }, ['database'])
  const guard = (scope: FastifyInstance) => guardOperators(scope, settings)
  serveMetrics(app, { ...serviceMetrics(() => orm.em.fork(), store, now), guard })
  return app
}
