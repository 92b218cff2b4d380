import Fastify from 'fastify'
import t from 'tap'
import type { Probes } from '../src/http/health.ts'
import { serveHealth } from '../src/http/health.ts'

const up = async () => {}
const down = async () => {
  throw new Error('no')
}
const never = () => new Promise(() => {})

async function readiness(probes: Probes, needed: (keyof Probes)[]) {
  const app = Fastify()
  serveHealth(app, probes, needed)
  const answer = await app.inject('/readyz')
  t.equal((await app.inject('/healthz')).statusCode, 200, 'live in any case')
  await app.close()
  return { status: answer.statusCode, ...answer.json(), word: answer.json().status }
}

t.test('a service is ready when the parts that it needs are up', async (t) => {
  t.match(await readiness({ database: up, queue: up }, ['database']), { word: 'ready', database: 'up', queue: 'up' })
  t.match(await readiness({ database: up, queue: down }, ['database']), { word: 'ready', queue: 'down' })
  t.match(await readiness({ database: down, queue: up }, ['database']), { word: 'not ready', database: 'down' })
  t.match(await readiness({ database: up, queue: down }, ['database', 'queue']), { word: 'not ready' })
})

t.test('a part that does not answer is down', async (t) => {
  t.match(await readiness({ database: never, queue: up }, ['database']), { word: 'not ready', database: 'down' })
})
