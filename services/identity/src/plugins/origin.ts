import type { FastifyRequest } from 'fastify'
import ipaddr from 'ipaddr.js'
import type { Origin } from '../sessions/open-session.ts'

const USER_AGENT_LENGTH = 400

/** Where the request came from. */
export const originOf = (request: FastifyRequest): Origin => ({
  ip: clientAddress(request),
  userAgent: request.headers['user-agent']?.slice(0, USER_AGENT_LENGTH) ?? null
})

/**
 * The client's address: the socket's, or what a trusted proxy (`TRUSTED_PROXIES`) says. Some proxies write the port
 * with it. What is no address at all counts as the proxy's own, so that a strange header escapes no limit.
 */
export function clientAddress(request: FastifyRequest): string {
  const said = request.ip
    .replace(/^\[(.*)\](:\d+)?$/, '$1')
    .replace(/^([\d.]+):\d+$/, '$1')
    .replace(/%.*$/, '')
  if (ipaddr.IPv4.isValidFourPartDecimal(said) || ipaddr.IPv6.isValid(said)) return ipaddr.process(said).toString()
  return request.socket.remoteAddress ?? '0.0.0.0'
}
