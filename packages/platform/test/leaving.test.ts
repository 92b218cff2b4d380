import { once } from 'node:events'
import { Agent, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import pino from 'pino'
import t from 'tap'
import { serveHealth } from '../src/http/health.ts'
import { leave } from '../src/http/leaving.ts'
import { createServer } from '../src/http/server.ts'

const NO_HURRY = new AbortController().signal
const up = async () => {}
const never = () => new Promise(() => {})

t.test('who is told to end says so, still answers, and keeps no connection', async (t) => {
  const app = createServer({ log: pino({ level: 'silent' }), trustedProxies: [] })
  let database: () => Promise<unknown> = up
  serveHealth(app, { database: () => database(), queue: up }, ['database'])
  app.get('/', async () => 'here')
  await app.listen({ port: 0 })
  t.teardown(() => app.close())
  const { port } = app.server.address() as AddressInfo
  const agent = new Agent({ keepAlive: true })
  const ask = async (path: string) => {
    const [answer] = await once(get({ port, path, agent }), 'response')
    answer.resume()
    await once(answer, 'end')
    return { status: answer.statusCode, connection: answer.headers.connection }
  }
  t.same(await ask('/readyz'), { status: 200, connection: 'keep-alive' })
  database = never // A gateway must hear it before the door is closed, whatever state the stores are in.
  const left = leave(app, 0, NO_HURRY)
  t.same(await ask('/readyz'), { status: 503, connection: 'close' })
  t.same(await ask('/'), { status: 200, connection: 'close' })
  t.same(await ask('/healthz'), { status: 503, connection: 'close' })
  await left
})

t.test('it stays for as long as it was told', async (t) => {
  const app = createServer({ log: pino({ level: 'silent' }), trustedProxies: [] })
  t.teardown(() => app.close())
  const startedAt = performance.now()
  await leave(app, 0.05, NO_HURRY)
  t.ok(performance.now() - startedAt >= 45)
})
