import { readSettings } from '@gatehouse/platform/config/read-settings'
import { makeEntry } from '@gatehouse/platform/operators/make-entry'
import { operatorList } from '@gatehouse/platform/operators/setting'
import type { Test } from 'tap'
import t from 'tap'
import type { AppOptions } from '../../src/app.ts'
import { createApp } from '../../src/app.ts'
import { InboxMessage } from '../../src/inbox/inbox-message.entity.ts'
import { inboxProvider } from '../../src/providers/inbox.ts'
import { appOptions } from '../helpers/app-options.ts'
import { openTwilio } from '../helpers/real-providers.ts'
import { CODE, NUMBER, openWorld, run, SEALING_KEYS, sendJob } from '../helpers/world.ts'

async function openInbox(t: Test, changes: Partial<AppOptions> = {}) {
  const world = await openWorld(t)
  const deps = { ...world.deps, providers: [inboxProvider(world.deps.orm, SEALING_KEYS)] }
  const app = createApp(deps, appOptions(changes))
  t.teardown(() => app.close())
  const get = (url: string, headers: Record<string, string> = {}) =>
    app.inject({ url, headers: { host: 'localhost:8001', ...headers } })
  const send = async (changes: Parameters<typeof sendJob>[0]) => run({ deps }, await sendJob(changes))
  return { get, send, deps }
}

t.test('what would have gone out is shown, newest first, and by number', async (t) => {
  const { get, send } = await openInbox(t)
  t.same((await get('/inbox/messages.json')).json(), [])
  for (const to of [NUMBER, '+491701234567', NUMBER]) await send({ to })

  const all = (await get('/inbox/messages.json')).json()
  t.same(
    all.map((message: { to: string }) => message.to),
    [NUMBER, '+491701234567', NUMBER]
  )
  t.match(all[0], { id: String, body: new RegExp(`^${CODE} is your`), sent_at: /^\d{4}-.*Z$/ })
  t.ok(all[0].sent_at >= all[2].sent_at)
  const german = (await get('/inbox/messages.json?to=%2B491701234567')).json()
  t.match(german, [{ to: '+491701234567' }])
  t.equal(german.length, 1)
  t.same((await get('/inbox/messages.json?to=%2B4917')).json(), [], 'a whole number is asked for')
})

t.test('at rest there is nothing to read, and what another key sealed is left out', async (t) => {
  const { get, send, deps } = await openInbox(t)
  await send({})
  const [row] = await deps.orm.em.fork().find(InboxMessage, {})
  t.notMatch(JSON.stringify(row), /4155552671|428571/)
  await deps.orm.em.fork().insert(InboxMessage, { id: crypto.randomUUID(), sealed: 'a.b.c.d.e' })
  t.equal((await get('/inbox/messages.json')).json().length, 1)
})

t.test('the page runs its own script and nothing else', async (t) => {
  const { get } = await openInbox(t)
  for (const url of ['/inbox/', '/inbox']) {
    const page = await get(url)
    t.equal(page.statusCode, 200, url)
    t.match(page.headers['content-type'], 'text/html')
    const policy = `${page.headers['content-security-policy']}`
    t.match(policy, "default-src 'none'")
    t.match(policy, /script-src 'sha256-[\w+/]{43}='/)
    t.notMatch(policy, /unsafe|\*/)
    t.notMatch(page.body, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/, 'text never becomes markup')
    t.match(page.body, "fetch('/inbox/messages.json'", 'with and without the slash')
    t.notMatch(page.body, /\/\*(style|script)\*\//, 'the parts are in their places')
  }
})

t.test('nobody but a person on this machine gets an answer', async (t) => {
  const { get } = await openInbox(t)
  const strange: Record<string, string>[] = [
    { host: 'evil.example' },
    { host: 'localhost.evil.example' },
    { host: '127.0.0.1.nip.io:8001' },
    { host: '192.168.1.5:8001' },
    { 'x-forwarded-for': '203.0.113.9' },
    { 'x-forwarded-host': 'localhost' },
    { forwarded: 'for=203.0.113.9' },
    { via: '1.1 proxy' },
    { 'x-real-ip': '203.0.113.9' }
  ]
  for (const headers of strange) {
    for (const url of ['/inbox/', '/inbox/messages.json']) {
      const answer = await get(url, headers)
      t.match([answer.statusCode, answer.json().code], [404, 'not_found'], `${url} ${JSON.stringify(headers)}`)
    }
  }
  for (const host of ['localhost', 'LOCALHOST:8001', '127.0.0.1:8001', '[::1]:8001']) {
    t.equal((await get('/inbox/', { host })).statusCode, 200, host)
  }
})

t.test('bound beyond loopback, or in production, there is no inbox', async (t) => {
  for (const changes of [{ isBoundToLoopback: false }, { isProduction: true }]) {
    const { get } = await openInbox(t, changes)
    t.equal((await get('/inbox/messages.json')).statusCode, 404, JSON.stringify(changes))
  }
})

t.test('without the inbox provider there is no inbox', async (t) => {
  const { provider } = await openTwilio(t)
  const { deps } = await openWorld(t, [provider])
  const app = createApp(deps, appOptions())
  t.teardown(() => app.close())
  t.equal((await app.inject({ url: '/inbox/', headers: { host: 'localhost' } })).statusCode, 404)
})

t.test('an unknown question is refused', async (t) => {
  const { get } = await openInbox(t)
  t.match((await get('/inbox/messages.json?from=1')).json(), { code: 'validation_failed', details: { from: Array } })
})

t.test('behind a gateway an operator who has signed in reads it; on the machine itself nobody has to', async (t) => {
  const password = 'a password for the inbox'
  const operators = readSettings({ OPS: await makeEntry('ada', 'viewer', password) }, { OPS: operatorList() }).OPS
  const { get } = await openInbox(t, { operators, isBoundToLoopback: false })
  const signedIn = { authorization: `Basic ${Buffer.from(`ada:${password}`).toString('base64')}` }
  t.equal((await get('/inbox/messages.json', { 'x-forwarded-for': '203.0.113.9' })).statusCode, 401)
  t.equal((await get('/inbox/messages.json')).statusCode, 401, 'whatever the Host says')
  t.equal((await get('/inbox/messages.json', { ...signedIn, 'x-forwarded-for': '203.0.113.9' })).statusCode, 200)
  const here = await openInbox(t, { operators, isBoundToLoopback: true })
  t.equal((await here.get('/inbox/messages.json')).statusCode, 200)
  t.equal((await here.get('/inbox/messages.json', { via: '1.1 proxy' })).statusCode, 401)
})
