import { randomBytes } from 'node:crypto'
import type { Test } from 'tap'
import { until } from '../fixtures/until.ts'
import type { Scene } from './one-tree.ts'

const traceId = () => randomBytes(16).toString('hex')
const parent = 'f'.repeat(16)

/** Everybody in these tests comes through a trusted proxy, unless they bring no address. */
export async function followTheGateway(t: Test, { stack, collector }: Scene) {
  const proxied = { 'x-forwarded-for': '192.0.2.1' }
  const sampled = traceId()
  const strangers = [traceId(), traceId(), traceId(), traceId()] as const
  const ask = (url: string, traceparent: string, headers = {}) => fetch(url, { headers: { traceparent, ...headers } })
  const route = `${stack.identity.url}/api/auth/profile/`
  await ask(route, `00-${strangers[0]}-${parent}-01`)
  await ask(route, `00-${strangers[1]}-${parent}-00`, proxied)
  await ask(route, `01-${strangers[2]}-${parent}-01`, proxied)
  await ask(`${stack.notification.url}/nothing`, `00-${strangers[3]}-${parent}-01`)
  await ask(route, `00-${sampled}-${parent}-01`, proxied)

  const followed = await until('it goes on', () => collector.spans.find((span) => span.traceId === sampled))
  t.match(followed, { name: 'GET /api/auth/profile/', parentSpanId: parent, kind: 2 })
  const ownOnes = ['GET /api/auth/profile/', 'GET']
  const roots = () => collector.spans.filter(({ name, parentSpanId }) => ownOnes.includes(name) && !parentSpanId)
  await until('the others begin traces of their own', () => roots().length >= 3)
  t.notOk(
    collector.spans.some((span) => strangers.includes(span.traceId)),
    'not from a stranger, not if it says so, not in another form'
  )
  t.notOk(collector.spans.some(({ name }) => /healthz|readyz/.test(name)))
}
