import type { FastifyInstance } from 'fastify'
import { ACTED } from '../operations/reading/just-acted.ts'

/** Whoever just did something sees it done: their next pages are read where it was written. */
export function rememberActs(app: FastifyInstance) {
  app.addHook('onSend', async ({ method }, reply) => {
    if (method !== 'GET' && method !== 'HEAD') reply.header('set-cookie', ACTED)
  })
}
