import { createLog } from '@gatehouse/platform/log'
import t from 'tap'
import type { AppOptions } from '../../src/app.ts'
import { createApp } from '../../src/app.ts'
import { recordVerified } from '../../src/operations/record-verified.ts'
import { guarded } from '../../src/providers/guarded.ts'
import { inboxProvider } from '../../src/providers/inbox.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { openTwilio } from '../helpers/real-providers.ts'
import { openWorld, run, SEALING_KEYS, sendJob } from '../helpers/world.ts'

const SILENT = { name: 'test', level: 'silent', pretty: false }
const queues = { probe: async () => {} }

async function openOverview(
  t: Parameters<typeof openWorld>[0],
  changes: Partial<AppOptions> = {},
  others: Provider[] = []
) {
  const world = await openWorld(t)
  const deps = { ...world.deps, providers: [...others, inboxProvider(world.deps.orm, SEALING_KEYS)] }
  const app = createApp(deps, { queues, isProduction: false, isBoundToLoopback: true, ...changes })
  t.teardown(() => app.close())
  const get = (headers: Record<string, string> = {}) =>
    app.inject({ url: '/ops/', headers: { host: 'localhost:8001', ...headers } })
  return { deps, get }
}

t.test('the overview counts what became of the messages, by country', async (t) => {
  const { deps, get } = await openOverview(t)
  t.match((await get()).body, 'No message yet')

  const first = await sendJob()
  const jobs = [first, await sendJob(), await sendJob({ country: 'DE', to: '+491701234567' })]
  for (const job of [...jobs, await sendJob({ country: 'DE', lifeMs: -1 })]) await run({ deps }, job)
  await recordVerified(deps, { message_id: first.message_id, at: new Date().toISOString() })

  const page = await get()
  t.equal(page.statusCode, 200)
  t.match(page.body, '<tr><td>US</td><td>0</td><td>2</td><td>0</td><td>0</td><td>1</td><td>0</td><td>50 %</td></tr>')
  t.match(page.body, '<tr><td>DE</td><td>0</td><td>1</td><td>0</td><td>1</td><td>0</td><td>0</td><td>0 %</td></tr>')
  t.match(page.body, 'Nothing waits')
  t.match(`${page.headers['content-security-policy']}`, "default-src 'none'; script-src 'none'")
  t.notMatch(page.body, /4155552671|428571/)
})

t.test('the overview counts what was in doubt, also once it is settled', async (t) => {
  const { server, provider } = await openTwilio(t)
  const { deps, get } = await openOverview(t, {}, [provider])
  server.next({ kind: 'take_then_reset' })
  const job = await sendJob()
  await run({ deps }, job)
  t.match(
    (await get()).body,
    '<tr><td>US</td><td>1</td><td>0</td><td>0</td><td>0</td><td>0</td><td>1</td><td>–</td></tr>'
  )
  t.equal(await run({ deps }, job), 'done')
  const { body } = await get()
  t.match(body, '<th>in doubt</th>')
  t.match(body, '<tr><td>US</td><td>0</td><td>1</td><td>0</td><td>0</td><td>0</td><td>1</td><td>0 %</td></tr>')
})

t.test('the overview answers only to a person on this machine, and not in production', async (t) => {
  const { get } = await openOverview(t)
  const strange: Record<string, string>[] = [{ host: 'evil.example' }, { 'x-forwarded-for': '203.0.113.9' }]
  for (const headers of strange) {
    t.equal((await get(headers)).statusCode, 404, JSON.stringify(headers))
  }
  const production = await openOverview(t, { isProduction: true })
  t.equal((await production.get()).statusCode, 404)
})

t.test('the overview tells which provider is left alone, and since when', async (t) => {
  const { server, provider } = await openTwilio(t)
  const { deps, get } = await openOverview(t, {}, [guarded(provider, createLog(SILENT))])
  t.match((await get()).body, /Providers, in order: twilio \(circuit closed since \d{4}-[\dT:.-]+Z\), inbox\./)
  server.always({ kind: 'fail', status: 401, code: '20003' })
  for (let count = 0; count < 5; count++) await run({ deps }, await sendJob())
  t.match((await get()).body, /twilio \(circuit open since/)
})
