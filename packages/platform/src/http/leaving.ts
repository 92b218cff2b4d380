import { setTimeout } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether this process was told to end: it still answers, and wants nobody else sent to it. */
    isLeaving: boolean
  }
}

/**
 * Says that the process is about to end, in `healthz` and `readyz` and by closing every connection with its next answer, and goes on
 * answering for so long that whoever sends requests here has noticed: none of them meets a closed door.
 */
export async function leave(app: FastifyInstance, delaySeconds: number) {
  app.isLeaving = true
  await setTimeout(delaySeconds * 1000)
}
