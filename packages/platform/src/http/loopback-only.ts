import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from '../refusal.ts'

const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i
const FORWARDED = /^(forwarded|via|x-forwarded-.*|x-real-ip)$/

/**
 * Answers 404 to everyone but a person on this very machine, for pages that show codes or have no sign-in. Being bound
 * to loopback is not enough: a web page elsewhere can point its own name at 127.0.0.1 and read our pages as its own (DNS
 * rebinding: the Host header then tells its name), and a proxy on this machine makes the world look local (it leaves its
 * headers).
 */
export function loopbackOnly(app: FastifyInstance, isBoundToLoopback: boolean) {
  app.addHook('onRequest', async (request) => {
    if (!isBoundToLoopback || !isLocal(request)) throw new Refusal('not_found')
  })
}

/** Whether a person on this very machine asks, of a process that is bound to loopback. */
export function isLocal({ headers }: FastifyRequest) {
  return LOOPBACK_HOST.test(headers.host ?? '') && !Object.keys(headers).some((name) => FORWARDED.test(name))
}
