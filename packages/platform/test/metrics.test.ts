import type { FastifyInstance } from 'fastify'
import Fastify from 'fastify'
import { Gauge } from 'prom-client'
import t from 'tap'
import type { Source } from '../src/metrics/sampler.ts'
import { serveMetrics } from '../src/metrics/serve-metrics.ts'

let count = 0

/** A store that answers 7, when and as often as it is let. */
function startStore(answer: () => Promise<unknown>) {
  const name = `store_${++count}`
  const gauge = new Gauge({ name: `${name}_value`, help: 'What it says.', registers: [] })
  let asked = 0
  const read = async () => {
    asked++
    await answer()
    return [{ gauge, value: 7 }]
  }
  const source: Source = { name, gauges: [gauge], read }
  const told = new RegExp(`^${name}_value 7$`, 'm')
  return { source, asked: () => asked, told, up: (state: 0 | 1) => `gatehouse_source_up{source="${name}"} ${state}` }
}

function serve(...sources: Source[]) {
  const app = Fastify()
  serveMetrics(app, { sources, guard: async () => {} })
  return { app, scrape: async () => (await app.inject('/metrics')).body }
}

t.test('a store is asked once for many scrapes', async (t) => {
  const store = startStore(async () => {})
  const { scrape } = serve(store.source)
  const texts = await Promise.all(Array.from({ length: 20 }, scrape))
  t.equal(store.asked(), 1)
  for (const text of texts) t.match(text, store.told)
  t.match(await scrape(), store.up(1))
  t.equal(store.asked(), 1)
})

t.test('a store that is silent is not asked again, and takes away its own figures alone', async (t) => {
  const silent = Promise.withResolvers<void>()
  const [slow, well] = [startStore(() => silent.promise), startStore(async () => {})]
  const { scrape } = serve(slow.source, well.source)
  for (const text of await Promise.all([scrape(), scrape()])) {
    t.match(text, slow.up(0))
    t.notMatch(text, new RegExp(`^${slow.source.name}_value`, 'm'), 'not even a zero')
    t.match(text, well.told)
    t.match(text, 'process_cpu_seconds_total')
  }
  t.equal(slow.asked(), 1)
  silent.resolve()
  t.match(await scrape(), slow.told, 'and is believed once it speaks')
})

t.test('a store that is down is asked at the next scrape', async (t) => {
  let isDown = true
  const store = startStore(async () => {
    if (isDown) throw new Error('no')
  })
  const { scrape } = serve(store.source)
  t.match(await scrape(), store.up(0))
  isDown = false
  t.match(await scrape(), store.up(1))
})

t.test('whom the guard refuses, it tells nothing', async (t) => {
  const app = Fastify()
  const store = startStore(async () => {})
  const guard = async (scope: FastifyInstance) =>
    void scope.addHook('onRequest', async (_request, reply) => reply.code(404).send())
  serveMetrics(app, { sources: [store.source], guard })
  t.equal((await app.inject('/metrics')).statusCode, 404)
  t.equal(store.asked(), 0)
})
