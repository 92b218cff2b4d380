import { hashForEntry, readHash } from '@gatehouse/platform/operators/password'
import t from 'tap'
import { createApp } from '../../src/app.ts'
import { appOptions } from '../helpers/app-options.ts'
import { plant } from '../helpers/plant.ts'
import { openTwilio } from '../helpers/real-providers.ts'
import { openWorld, run, sendJob } from '../helpers/world.ts'
import { OURS, openPages } from './open-pages.ts'

t.test('the list is filtered by state, country, provider, time and id, page by page', async (t) => {
  const { server, provider } = await openTwilio(t)
  const world = await openWorld(t, [provider])
  const { json, get } = openPages(t, world.deps)
  t.match((await get('messages/')).body, 'No message matches')
  const old = new Date('2026-01-01T12:00:00Z')
  const planted = []
  for (let count = 0; count < 5; count++) planted.push(await plant(world, { createdAt: old, country: 'DE' }))
  const job = await sendJob()
  server.next({ kind: 'fail', status: 400, code: '21408' })
  await run(world, job)
  await run(world, await sendJob({ country: 'FR' }))

  const failed = await json('?state=failed')
  t.match(failed, { next: null, messages: [{ id: job.message_id, failure_kind: 'policy', can_redrive: false }] })
  t.match(failed.messages[0].reason, /by a policy: region not allowed \(21408\)/)
  t.equal((await json('?country=de')).messages.length, 5)
  t.match(await json(`?id=${planted[2]}`), { messages: [{ id: planted[2], country: 'DE', state: 'pending' }] })
  t.equal((await json('?provider=twilio')).messages.length, 2)
  t.equal((await json('?from=2026-01-01T12:00&before=2026-01-01T12:01')).messages.length, 5)
  t.equal((await json('?state=&country=&provider=&from=&before=&id=&after=')).messages.length, 7)

  const seen: string[] = []
  let next = ''
  do {
    const page = await json(`?limit=2&after=${next}`)
    seen.push(...page.messages.map(({ id }: { id: string }) => id))
    next = page.next ?? ''
  } while (next)
  t.equal(seen.length, 7)
  t.equal(new Set(seen).size, 7, 'each on one page, also those of one moment')
  t.notMatch(JSON.stringify(await json()), /4155552671|428571/)
})

t.test('a filter that means nothing is refused, and what is not there is not found', async (t) => {
  const world = await openWorld(t)
  const { get } = openPages(t, world.deps)
  for (const wrong of [
    'state=lost',
    'country=1',
    'from=now',
    'from=2026-13-01T00:00',
    'from=2026-02-31T00:00',
    'limit=0',
    'limit=201',
    'x=1'
  ])
    t.equal((await get(`messages.json?${wrong}`)).statusCode, 400, wrong)
  t.equal((await get(`messages/${crypto.randomUUID()}/`)).statusCode, 404)
  t.match((await get('messages.schema.json')).json(), { properties: { messages: { items: { required: /id/ } } } })
})

t.test('text of a query becomes no markup', async (t) => {
  const world = await openWorld(t)
  const { get } = openPages(t, world.deps)
  const { statusCode, headers } = await get('messages/?country=%22%3E%3Cscript%3E')
  t.equal(statusCode, 400)
  t.match(headers['content-type'], 'application/json')
})

t.test('what was kept of a message from before its moves were kept is shown', async (t) => {
  const { provider } = await openTwilio(t)
  const world = await openWorld(t, [provider])
  const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 12, 0, seconds))
  const id = '019b7942-5a00-7abc-8def-000000000001'
  const known = { createdAt: at(1), claimedAt: at(2), acceptedAt: at(3), deliveredAt: at(4), verifiedAt: at(9) }
  await plant(world, { id, ...known, state: 'delivered', attempt: 1 })
  const { get } = openPages(t, world.deps)
  const order = ['Asked for', 'Taken up', 'Sent to twilio', 'took it', 'delivered it', 'typed in']
  t.match((await get(`messages/${id}/`)).body, new RegExp(order.join('.*'), 's'))
})

t.test('a viewer reads why and can redrive nothing, nor can a page elsewhere', async (t) => {
  const { server, provider } = await openTwilio(t)
  const world = await openWorld(t, [provider])
  const job = await sendJob()
  server.next({ kind: 'fail', status: 401, code: '20003' })
  await run(world, job, true)
  const password = 'a password of some length'
  const hash = `${readHash(await hashForEntry(password))}`
  const operators = [
    { name: 'wall', role: 'viewer' as const, hash },
    { name: 'otto', role: 'operator' as const, hash }
  ]
  const app = createApp(world.deps, appOptions({ operators }))
  t.teardown(() => app.close())
  const as = (name: string) => ({ authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}` })
  const page = `/ops/messages/${job.message_id}/`

  for (const url of [page, '/ops/messages/redrive/']) {
    const { body } = await app.inject({ url, headers: as('wall') })
    t.match(body, /20003|1 message failed/)
    t.notMatch(body, '<form method="post"')
  }
  const post = (url: string, headers: Record<string, string>, payload = '') =>
    app.inject({ method: 'POST', url, headers: { ...OURS, ...headers }, payload })
  t.equal((await post(`${page}redrive/`, as('wall'))).statusCode, 403)
  t.equal((await post('/ops/messages/redrive/', as('wall'), 'confirmed=1')).statusCode, 403)
  t.equal((await post(`${page}redrive/`, { ...as('otto'), 'sec-fetch-site': 'cross-site' })).statusCode, 403)
  t.equal((await post(`${page}redrive/`, {})).statusCode, 401)
  t.match(await world.row(job.message_id), { state: 'failed', redrives: 0 })
  t.equal((await post(`${page}redrive/`, as('otto'))).statusCode, 303)
  t.match(await world.row(job.message_id), { state: 'pending', redrives: 1 })
  t.match((await app.inject({ url: page, headers: as('wall') })).body, 'Redriven by otto')
})
