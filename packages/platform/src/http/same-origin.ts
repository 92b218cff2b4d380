import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from '../refusal.ts'

const SAFE = ['GET', 'HEAD', 'OPTIONS']

/**
 * Refuses every request that may change something unless our own page sent it. A browser adds a Basic sign-in, and finds
 * 127.0.0.1, for whatever page asks: what no page can forge are the headers that tell which one it was.
 */
export function sameOriginOnly(app: FastifyInstance) {
  app.addHook('onRequest', async (request) => {
    if (!SAFE.includes(request.method) && !isFromOurPage(request)) throw new Refusal('other_origin')
  })
}

// Browsers leave Sec-Fetch-Site out on plain http beyond localhost; Origin is there then. One that sends neither is not
// known to be ours.
function isFromOurPage({ headers }: FastifyRequest) {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const { origin } = headers
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === headers.host
}
