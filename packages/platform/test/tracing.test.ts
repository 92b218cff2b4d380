import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { trace } from '@opentelemetry/api'
import t from 'tap'
import { createLog } from '../src/log.ts'
import { goOnWith, inSpan } from '../src/tracing/span.ts'
import { startTracing } from '../src/tracing/start-tracing.ts'
import { contextAfter, traceParent } from '../src/tracing/trace-parent.ts'

const [ID, SPAN] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7']
const SAMPLED = `00-${ID}-${SPAN}-01`
const log = createLog({ name: 'test', level: 'silent', pretty: false })

t.test('what is no traceparent is nobody', (t) => {
  t.ok(contextAfter(SAMPLED))
  for (const given of [
    undefined,
    null,
    7,
    {},
    '',
    `${SAMPLED}0`,
    `${SAMPLED}\n`,
    SAMPLED.toUpperCase(),
    `ff-${ID}-${SPAN}-01`,
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${ID}-${'0'.repeat(16)}-01`
  ])
    t.equal(contextAfter(given), undefined, String(given))
  t.end()
})

t.test('without a collector nothing of the SDK is loaded, and nothing is traced', (t) => {
  const program = `import { registerHooks } from 'node:module'
    const loaded = []
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) })
    const { startTracing } = await import('${import.meta.dirname}/../src/tracing/start-tracing.ts')
    const { inSpan } = await import('${import.meta.dirname}/../src/tracing/span.ts')
    const { traceParent } = await import('${import.meta.dirname}/../src/tracing/trace-parent.ts')
    const endpoint = process.argv[1]
    const { stop } = await startTracing({ endpoint, ratio: 1 }, 'x', { warn() {} })
    console.log(await inSpan('a', {}, async () => traceParent() ?? 'none'))
    console.log(loaded.filter((url) => /opentelemetry\\/(?!api)/.test(url)).length)
    await stop()`
  const run = (...endpoint: string[]) =>
    spawnSync(process.execPath, ['--input-type=module', '-e', program, ...endpoint], { encoding: 'utf8' }).stdout
  t.equal(run(), 'none\n0\n')
  const [parent, count] = run('http://127.0.0.1:1').split('\n')
  t.match(parent, /^00-/)
  t.ok(Number(count) > 0, 'and with one it is')
  t.end()
})

t.test('of traces that begin here a share is kept, and those that go on are kept as they were', async (t) => {
  const received: string[] = []
  const collector = createHttpServer(async (request, response) => {
    received.push((await request.setEncoding('utf8').toArray()).join(''))
    response.end('{}')
  }).listen(0, '127.0.0.1')
  await once(collector, 'listening')
  t.teardown(() => collector.close())
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`
  const { stop } = await startTracing({ endpoint, ratio: 0 }, 'test', log)

  const begun = await inSpan('begun', {}, async () => traceParent())
  t.match(begun, /-00$/, 'the next service does not keep it either')
  const left = await goOnWith(begun, () => inSpan('left out', {}, async () => traceParent()))
  t.equal(left?.slice(3, 35), begun?.slice(3, 35))
  const gone = goOnWith(SAMPLED, () => inSpan('gone on', {}, async () => traceParent()))
  t.match(await gone, new RegExp(`^00-${ID}-\\w{16}-01$`))
  await inSpan('broken', { parent: SAMPLED }, async () => {
    throw Object.assign(new Error('person@example.com'), { code: '23505' })
  }).catch(() => {})
  t.equal(trace.getActiveSpan(), undefined)
  await stop()

  const sent = received.join()
  t.match(sent, /gone on/)
  t.match(sent, /23505/)
  t.notMatch(sent, /begun|left out|person@example\.com/)
})
