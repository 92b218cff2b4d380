import { setTimeout } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether this process was told to end: it still answers, and wants nobody else sent to it. */
    isLeaving: boolean
  }
}

/**
 * Says that the process is about to end, in `healthz` and `readyz` and by closing every connection with its next answer,
 * and goes on answering for so long that whoever sends requests here has noticed: none of them meets a closed door.
 * @param hurry ends it at once
 */
export async function leave(app: FastifyInstance, delaySeconds: number, hurry: AbortSignal) {
  app.isLeaving = true
  if (delaySeconds > 0 && !hurry.aborted)
    app.log.info({ seconds: delaySeconds }, 'leaving: answers a little longer, so that gateways send nobody here')
  await setTimeout(delaySeconds * 1000, undefined, { signal: hurry }).catch(() => {})
}
