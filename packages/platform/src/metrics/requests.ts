import type { FastifyReply, FastifyRequest } from 'fastify'
import { Histogram } from 'prom-client'

const duration = new Histogram({
  name: 'gatehouse_http_request_duration_seconds',
  help: 'Time from a request to its answer, by the template of the route (never the address that was asked for).',
  labelNames: ['route', 'method', 'status'],
  buckets: [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
})

// Anybody may make up a method as well as a path.
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS'])

/** A hook for `onResponse`. What matches no route counts as one. */
export async function measureRequest(request: FastifyRequest, reply: FastifyReply) {
  const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none')
  const method = METHODS.has(request.method) ? request.method : 'other'
  const status = `${Math.floor(reply.statusCode / 100)}xx`
  duration.observe({ route, method, status }, reply.elapsedTime / 1000)
}
