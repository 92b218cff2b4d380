import type { FastifyRequest } from 'fastify'
import type { Origin } from '../sessions/open-session.ts'

const USER_AGENT_LENGTH = 400

/** Where the request came from: the socket's address, or what a trusted proxy says (`TRUSTED_PROXIES`). */
export const originOf = (request: FastifyRequest): Origin => ({
  ip: request.ip,
  userAgent: request.headers['user-agent']?.slice(0, USER_AGENT_LENGTH) ?? null
})
