import t from 'tap'
import { createApp } from '../../src/app.ts'
import { recordAction } from '../../src/operations/actions/record-action.ts'
import { recordAnswer } from '../../src/operations/actions/record-answer.ts'
import { appOptions } from '../helpers/app-options.ts'
import { openWorld } from '../helpers/world.ts'

const BY = { who: 'desk', role: 'operator' as const }

async function openRecord(t: Parameters<typeof openWorld>[0]) {
  const { deps } = await openWorld(t)
  const app = createApp(deps, appOptions())
  t.teardown(() => app.close())
  const get = (url: string) => app.inject({ url, headers: { host: 'localhost' } })
  const record = (action: string, target: string, details = {}) =>
    recordAction(deps.orm.em.fork(), { ...BY, action, target, details })
  return { deps, get, record }
}

t.test('what was done is told newest first, page by page, nothing twice and nothing left out', async (t) => {
  const { get, record } = await openRecord(t)
  const ids: string[] = []
  for (let count = 0; count < 60; count++) ids.push(await record('job.retry', `sms/job-${count}`))
  const first = (await get('/ops/actions.json')).json()
  const second = (await get(`/ops/actions.json?before=${first.next}`)).json()
  const told = [...first.actions, ...second.actions]
  t.same([first.actions.length, second.actions.length, second.next], [50, 10, null])
  t.same(
    told.map(({ id }: { id: string }) => id),
    ids.sort().reverse()
  )
  t.match(told[0], { ...BY, action: 'job.retry', target: /^sms\/job-5/, at: /^2\d{3}-.*Z$/, details: {} })
  t.match((await get('/ops/actions/')).body, `/ops/actions/?before=${first.next}`)
})

t.test('the page runs nothing that somebody wrote into the record', async (t) => {
  const { get, record } = await openRecord(t)
  const evil = '<script>alert(1)</script><img src=x onerror=alert(1)>'
  await record(evil, evil, { [evil]: evil, state: 'failed' })
  const { body, headers } = await get('/ops/actions/')
  t.notMatch(body, evil)
  t.match(body, '&#60;script&#62;')
  t.match(body, 'state: failed')
  t.match(`${headers['content-security-policy']}`, "default-src 'none'")
})

t.test('the page tells what was refused or failed', async (t) => {
  const { deps, get, record } = await openRecord(t)
  t.match((await get('/ops/actions/')).body, 'Nothing was done yet')
  const [done, failed] = [await record('queue.pause', 'sms'), await record('queue.resume', 'sms')]
  await recordAnswer(deps.orm.em.fork(), [done], 200)
  await recordAnswer(deps.orm.em.fork(), [failed], 503)
  const { body } = await get('/ops/actions/')
  t.match(body, /queue\.resume[^|]{0,40}not done: 503/)
  t.notMatch(body, 'not done: 200')
})

t.test('a question that is not understood is refused', async (t) => {
  const { get } = await openRecord(t)
  for (const query of ['before=1', 'after=x', "before=' or 1=1"]) {
    t.equal((await get(`/ops/actions.json?${encodeURI(query)}`)).statusCode, 400, query)
    t.equal((await get(`/ops/actions/?${encodeURI(query)}`)).statusCode, 400, query)
  }
})
