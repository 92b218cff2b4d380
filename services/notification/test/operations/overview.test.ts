import { createLog } from '@gatehouse/platform/log'
import type { Test } from 'tap'
import t from 'tap'
import { createApp } from '../../src/app.ts'
import { recountHistory } from '../../src/operations/history/recount-history.ts'
import { recordVerified } from '../../src/operations/record-verified.ts'
import { guarded } from '../../src/providers/guarded.ts'
import { inboxProvider } from '../../src/providers/inbox.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { appOptions } from '../helpers/app-options.ts'
import { plant } from '../helpers/plant.ts'
import { openTwilio } from '../helpers/real-providers.ts'
import { openWorld, run, SEALING_KEYS, sendJob } from '../helpers/world.ts'

const SILENT = { name: 'test', level: 'silent', pretty: false }
const IDLE = { isPaused: false, waiting: 0, delayed: 0, inHand: 0, failed: 0, oldestWaitingMs: null }

async function openOverview(t: Test, { others = [], isDown = false }: { others?: Provider[]; isDown?: boolean } = {}) {
  const world = await openWorld(t)
  const deps = { ...world.deps, providers: [...others, inboxProvider(world.deps.orm, SEALING_KEYS)] }
  const options = appOptions()
  const state = async () => ({ ...IDLE })
  const control = () => ({ ...options.queues.control(''), ...(isDown ? {} : { state }) })
  const app = createApp(deps, { ...options, queues: { ...options.queues, control } })
  t.teardown(() => app.close())
  const look = (query = '') => app.inject({ url: `/ops/${query}`, headers: { host: 'localhost:8001' } })
  const get = async (query?: string) => {
    await recountHistory(deps)
    return look(query)
  }
  return { world, deps, get, look }
}

/** The cells of the row of that name. */
const row = (body: string, name: string) =>
  (new RegExp(`<tr><th>${name}</th>[\\s\\S]*?</tr>`).exec(body)?.[0] ?? '')
    .replaceAll(/<[^>]+>/g, ' ')
    .trim()
    .split(/\s+/)

t.test('on an empty ledger every part says that there is nothing', async (t) => {
  const { get } = await openOverview(t)
  for (const range of ['', '?range=24h', '?range=30d']) {
    const { statusCode, body } = await get(range)
    t.equal(statusCode, 200)
    t.match(
      body,
      /Nothing needs attention[\s\S]*nothing waits[\s\S]*Nothing was sent in this time[\s\S]*By country: no message/
    )
  }
  t.equal((await get('?range=1y')).statusCode, 400)
})

t.test('conversion by country and by provider, with a mark where it is too few to tell', async (t) => {
  const { world, deps, get } = await openOverview(t)
  const first = await sendJob()
  const jobs = [first, await sendJob(), await sendJob({ country: 'DE', to: '+491701234567' })]
  for (const job of [...jobs, await sendJob({ country: 'DE', lifeMs: -1 })]) await run({ deps }, job)
  await recordVerified(deps, { message_id: first.message_id, at: new Date().toISOString() })
  const now = new Date()
  for (let n = 0; n < 40; n++)
    await plant(world, { createdAt: now, acceptedAt: now, country: 'FR', verifiedAt: n < 10 ? now : null })

  const { body, headers } = await get()
  // Conversion, typed in, accepted, asked, delivered, in doubt.
  t.same(row(body, 'United States'), ['United', 'States', 'few', '50', '%', '1', '2', '2', '0', '0'])
  t.same(row(body, 'Germany'), ['Germany', 'few', '0', '%', '0', '1', '2', '0', '0'])
  t.same(row(body, 'France'), ['France', '25', '%', '10', '40', '40', '0', '0'])
  t.same(row(body, 'inbox'), ['inbox', 'few', '33', '%', '1', '3', '3', '0', '0'])
  t.match(body, /0 failed, 1 expired/)
  t.match(`${headers['content-security-policy']}`, /default-src 'none'; script-src 'sha256-[^ ]+'; style-src 'sha256-/)
  t.notMatch(body, /4155552671|1701234567|428571/, 'neither a number nor a code')
})

t.test('what was in doubt is counted, also once it is settled', async (t) => {
  const { server, provider } = await openTwilio(t)
  const { deps, get } = await openOverview(t, { others: [provider] })
  server.next({ kind: 'take_then_reset' })
  const job = await sendJob()
  await run({ deps }, job)
  t.same(row((await get()).body, 'United States').slice(2), ['–', '0', '0', '1', '0', '1'])
  t.equal(await run({ deps }, job), 'done')
  t.same(row((await get()).body, 'United States').slice(2), ['few', '0', '%', '0', '1', '1', '0', '1'])
})

t.test('a provider that is left alone is told, and since when, whichever process leaves it alone', async (t) => {
  const { server, provider } = await openTwilio(t)
  const { deps, get } = await openOverview(t, { others: [guarded(provider, createLog(SILENT))] })
  const since =
    /twilio<\/b> <span class="pill (good|warn|bad)">circuit (closed|open)<\/span>[\s\S]*?since <time datetime="\d{4}-/
  t.match(since.exec((await get()).body)?.slice(1), ['good', 'closed'])
  const seeElsewhere = (circuit: string) =>
    deps.orm.em.fork().execute(
      `insert into notification.provider_states values ('other/1', 'twilio', ?, now(), now())
       on conflict (process, provider) do update set circuit = excluded.circuit`,
      [circuit]
    )
  await seeElsewhere('open')
  const { body } = await get()
  t.match(since.exec(body)?.slice(1), ['bad', 'open'])
  t.match(body, /left alone by 1 of 2 processes[\s\S]*in 1 of 2 processes/)
  t.match(body, /<title>Attention · Overview · Gatehouse/)
  await seeElsewhere('closed')

  server.always({ kind: 'fail', status: 401, code: '20003' })
  for (let count = 0; count < 5; count++) await run({ deps }, await sendJob())
  t.match(since.exec((await get()).body)?.slice(1), ['bad', 'open'])
})

t.test('many failures, an old message and figures that are behind are said at the top', async (t) => {
  const { world, deps, get, look } = await openOverview(t)
  const now = new Date()
  for (let n = 0; n < 5; n++) await plant(world, { createdAt: now, state: 'failed' })
  await plant(world, { createdAt: new Date(now.getTime() - 125_000) })
  t.match((await get()).body, /has waited for [2-9] min[\s\S]*5 messages failed and 0 were sent/)
  await plant(world, { createdAt: now })
  await deps.orm.em.fork().execute(`update notification.history_touches set touched_at = now() - interval '10 minutes'`)
  t.match((await look()).body, /figures below are 10 min behind/)
})

t.test('while the store of the queue is down the page says so, and shows what the database knows', async (t) => {
  const { world, get } = await openOverview(t, { isDown: true })
  await plant(world, { createdAt: new Date(), acceptedAt: new Date() })
  const { statusCode, body } = await get()
  t.equal(statusCode, 200)
  t.match(body, /store of the queue does not answer[\s\S]*<dt>Waiting<\/dt><dd class="value bad">\?/)
  t.equal(row(body, 'twilio').at(-4), '1', 'one was accepted')
  t.notMatch(body, /<form/, 'nothing to press that could not work')
})
