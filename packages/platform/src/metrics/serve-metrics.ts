import type { FastifyInstance } from 'fastify'
import type { Gauge } from 'prom-client'
import { collectDefaultMetrics, Registry, register } from 'prom-client'
import type { Source } from './sampler.ts'
import { createSampler } from './sampler.ts'

// Asked for every few seconds by whoever watches, so it is logged only when it fails.
const SCRAPE = { schema: { hide: true }, logLevel: 'warn' } as const

export type MetricsOptions = {
  /** The stores that are asked at a scrape. */
  sources: Source[]
  /** What the process knows by itself at a scrape. */
  gauges?: Gauge[]
  /** Shuts the route to everybody who is not to read it. */
  guard: (app: FastifyInstance) => Promise<void>
}

/**
 * `/metrics` for Prometheus: what the process counted, and what its stores answer. A store that is down or slow takes its
 * own figures away and nothing else.
 */
export function serveMetrics(app: FastifyInstance, { sources, gauges = [], guard }: MetricsOptions) {
  countProcess()
  const own = new Registry()
  for (const gauge of [...gauges, ...sources.flatMap((source) => source.gauges)]) own.registerMetric(gauge)
  const sampler = createSampler(sources, own)
  app.register(async (scope) => {
    await guard(scope)
    scope.get('/metrics', SCRAPE, async (_request, reply) => {
      await sampler.refresh()
      const text = `${await register.metrics()}\n${await own.metrics()}`
      return reply.header('content-type', register.contentType).send(text)
    })
  })
}

let isCounted = false

function countProcess() {
  if (!isCounted) collectDefaultMetrics()
  isCounted = true
}
