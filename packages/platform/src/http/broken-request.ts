import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { invalidField } from '../refusal.ts'
import { replyWithError } from './error-reply.ts'

/** An address that cannot be read, such as `/%zz`: refused before any hook ran, in the one error shape. */
export function replyToBrokenRequest(_error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  reply.headers({ 'x-request-id': request.id, 'cache-control': 'no-store' })
  replyWithError(invalidField('url', 'could not be read'), request, reply)
}

/** Bytes that are no HTTP request, or headers that are too large: there is no request to answer, only a socket. */
export function replyToBrokenConnection(error: Error & { code?: string }, socket: Socket) {
  if (!socket.writable || error.code === 'ECONNRESET') return socket.destroy()
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request'
  const refusal = invalidField('request', 'could not be read')
  const body = JSON.stringify({ error: refusal.message, code: refusal.code, details: refusal.details })
  const head = `HTTP/1.1 ${status}\r\ncontent-type: application/json; charset=utf-8\r\ncache-control: no-store\r\nx-request-id: ${randomUUID()}`
  socket.end(`${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`)
}
