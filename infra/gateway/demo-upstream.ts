// A service behind the gateway, for tests and readers: it answers with what reached it. It checks nothing itself, so it
// must be reachable through the gateway alone.
//   node infra/local/with-node.mjs infra/gateway/demo-upstream.ts [port] [host]
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'

const [port = '8002', host = '127.0.0.1'] = process.argv.slice(2)

async function echo(request: IncomingMessage, response: ServerResponse) {
  const body = await text(request)
  const { method, url, rawHeaders, rawTrailers } = request
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ method, url, headers: pairs(rawHeaders), trailers: pairs(rawTrailers), body }))
}

// As a list: a name that came twice must not hide.
const pairs = (raw: string[]) =>
  Array.from({ length: raw.length / 2 }, (_, index) => [raw[2 * index]?.toLowerCase(), raw[2 * index + 1]])

const server = createServer((request, response) => {
  echo(request, response).catch(() => response.destroy()) // The client left in the middle of its body.
}).listen(Number(port), host)
process.once('SIGTERM', () => {
  server.close()
  server.closeIdleConnections()
})
