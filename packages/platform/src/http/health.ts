import type { FastifyInstance, FastifyReply } from 'fastify'
import './leaving.ts'

declare module 'fastify' {
  interface FastifySchema {
    /** Keeps a route out of the API's description. */
    hide?: boolean
  }
}

export type State = 'up' | 'down'
export type Probes = { database: () => Promise<unknown>; queue: () => Promise<unknown> }

// Below the five seconds after which a request gives up, and long enough for one that waits among many: whoever takes busy
// processes out of a gateway turns a slow minute into an outage.
const PROBE_TIMEOUT_MS = 3000

// Asked for every few seconds by whoever watches, so it is logged only when it fails.
const PROBE = { schema: { hide: true }, logLevel: 'warn' } as const

/**
 * `/healthz`: the process answers. `/readyz`: a real round trip to the database and to the queue's store. Once the process
 * was told to end both are 503, at once: a gateway may ask either whether it may send somebody here.
 * @param needed the parts without which the service is not ready (503).
 */
export function serveHealth(app: FastifyInstance, probes: Probes, needed: (keyof Probes)[]) {
  app.get('/healthz', PROBE, async (_request, reply) => (app.isLeaving ? leaving(reply) : { status: 'ok' }))
  app.get('/readyz', PROBE, async (_request, reply) => {
    if (app.isLeaving) return leaving(reply)
    const [database, queue] = await Promise.all([state(probes.database), state(probes.queue)])
    const parts = { database, queue }
    const ready = needed.every((part) => parts[part] === 'up')
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', ...parts })
  })
}

const leaving = (reply: FastifyReply) => reply.code(503).send({ status: 'leaving' })

async function state(probe: () => Promise<unknown>): Promise<State> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(reject, PROBE_TIMEOUT_MS)
  try {
    await Promise.race([probe(), late])
    return 'up'
  } catch {
    return 'down'
  } finally {
    clearTimeout(timer)
  }
}
