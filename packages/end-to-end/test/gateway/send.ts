import type { IncomingMessage } from 'node:http'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { ErrorReply } from '@gatehouse/contracts'

export type Asked = {
  method?: string
  /** As it goes on the wire: nothing is normalised. */
  path: string
  /** As a list, so that a name can come twice and in any spelling. */
  headers?: [string, string][]
  token?: string
  json?: object
  body?: string
  /** Says that so many bytes come, and sends none. */
  announced?: number
  /** Sends the body in chunks, with these trailers. */
  trailers?: [string, string][]
  /** The client's address: any below 127.0.0.0/8. */
  from?: string
}
export type Answered = Awaited<ReturnType<typeof send>>
/** What `demo-upstream.ts` answers. */
export type Echo = {
  method: string
  url: string
  headers: [string, string][]
  trailers: [string, string][]
  body: string
}

/** One request on a connection of its own, as raw as HTTP allows. */
export async function send(port: number, asked: Asked) {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const body = asked.json ? JSON.stringify(asked.json) : asked.body
  const client = request({
    host: '127.0.0.1',
    port,
    agent: false,
    localAddress: asked.from,
    method: asked.method ?? (body === undefined ? 'GET' : 'POST'),
    path: asked.path,
    headers: headersOf(port, asked, body)
  })
  client.on('response', resolve).on('error', reject)
  if (asked.trailers) client.addTrailers(asked.trailers)
  if (asked.announced) client.flushHeaders()
  else client.end(body)
  const answer = await promise
  const said = await text(answer)
  client.destroy()
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    text: said,
    json: <T = ErrorReply>() => JSON.parse(said) as T
  }
}

const announce = (name: string): [string, string] => ['Trailer', name]

function headersOf(port: number, { headers = [], token, json, trailers, announced }: Asked, body?: string) {
  const has = (name: string) => headers.some(([given]) => given.toLowerCase() === name)
  const sent = [...headers]
  if (!has('host')) sent.push(['Host', `localhost:${port}`])
  if (token) sent.push(['Authorization', `Bearer ${token}`])
  if (json) sent.push(['Content-Type', 'application/json'])
  if (announced) sent.push(['Content-Length', `${announced}`])
  else if (trailers) sent.push(['Transfer-Encoding', 'chunked'], ...trailers.map(([name]) => announce(name)))
  else if (body !== undefined && !has('transfer-encoding')) sent.push(['Content-Length', `${Buffer.byteLength(body)}`])
  return sent.flat()
}
