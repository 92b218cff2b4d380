import { openDatabase } from '@gatehouse/platform/database/open-database'
import type { EntityManager } from '@mikro-orm/postgresql'
import t from 'tap'
import { ENTITIES, SCHEMA } from '../../src/entities.ts'
import { plant } from '../helpers/plant.ts'
import { openWorld } from '../helpers/world.ts'
import { at } from './figures.ts'
import { OURS, openPages } from './open-pages.ts'

type Test = Parameters<typeof openWorld>[0]

const readBy = (orm: { em: { fork: () => EntityManager } }) => ({
  read: <T>(work: (em: EntityManager) => Promise<T>) => work(orm.em.fork())
})

/** A primary, and a replica that shows another state: what is on a page tells where it was read. */
async function openBoth(t: Test, failed = { createdAt: at(1), state: 'failed', failureKind: 'gave_up' } as const) {
  const [primary, other] = [await openWorld(t), await openWorld(t)]
  const replica = { ...readBy(other.deps.orm), behindMs: () => 0, lateMs: () => 0 }
  const id = await plant(primary, { ...failed, expiresAt: at(-10) })
  await plant(other, { ...failed, id })
  const stale = await plant(other, { createdAt: at(2) })
  return { primary, other, replica, id, stale, deps: { ...primary.deps, replica } }
}

const ids = (list: { messages: { id: string }[] }) => list.messages.map(({ id }) => id)

t.test('what operators look at is read from the replica', async (t) => {
  const { deps, id, stale } = await openBoth(t)
  const { get, json } = openPages(t, deps)
  t.same(ids(await json()), [id, stale])
  t.match((await get('messages/')).body, stale)
  t.equal((await get(`messages/${stale}/`)).statusCode, 200)
})

t.test('a page is never older than five seconds', async (t) => {
  const { deps, id, replica } = await openBoth(t)
  for (const behindMs of [5001, Number.POSITIVE_INFINITY]) {
    const { json } = openPages(t, { ...deps, replica: { ...replica, behindMs: () => behindMs } })
    t.same(ids(await json()), [id])
  }
})

t.test('a replica that fails costs no page', async (t) => {
  const { primary, id } = await openBoth(t)
  const gone = await openDatabase('postgres://127.0.0.1:9/none', SCHEMA, ENTITIES, primary.deps.log)
  t.teardown(() => gone.close())
  const replica = { ...readBy(gone), behindMs: () => 0, lateMs: () => 61_000 }
  const { get, json } = openPages(t, { ...primary.deps, replica })
  t.same(ids(await json()), [id])
  t.match((await get('')).body, /replica is away or 1 min 1 s behind: pages are read from the primary/)
})

t.test('what was too much for the replica is not asked of the primary', async (t) => {
  const { primary, other } = await openBoth(t)
  const slow = async (): Promise<never> => {
    await other.deps.orm.em.fork().transactional(async (em) => {
      await em.execute("set local statement_timeout = '20ms'")
      await em.execute('select pg_sleep(1)')
    })
    throw new Error('it was not too slow')
  }
  const busy = () => Promise.reject(new Error('timeout exceeded when trying to connect'))
  for (const read of [slow, busy]) {
    const { get } = openPages(t, { ...primary.deps, replica: { read, behindMs: () => 0, lateMs: () => 0 } })
    t.equal((await get('messages/')).statusCode, 503)
  }
})

t.test('a message that the replica has not heard of has its page', async (t) => {
  const { deps, primary } = await openBoth(t)
  const fresh = await plant(primary, { createdAt: at(0) })
  const { get } = openPages(t, deps)
  t.equal((await get(`messages/${fresh}/`)).statusCode, 200)
  t.equal((await get(`messages/${crypto.randomUUID()}/`)).statusCode, 404)
})

t.test('a redrive decides by the primary, and whoever asked for it sees it done', async (t) => {
  const { deps, primary, other, id } = await openBoth(t)
  const { app, get, post } = openPages(t, deps)
  await other.change(id, { expiresAt: at(-10) })
  const late = await plant(other, { createdAt: at(1), state: 'failed', failureKind: 'gave_up', expiresAt: at(-10) })
  t.match((await get('messages/')).body, '2 messages failed and can still be redriven')
  t.match((await get('messages/redrive/')).body, 'Redrive 1 message?', 'what is confirmed is what there is')

  t.match((await post(`messages/${late}/redrive/`)).headers, { location: `/ops/messages/${late}/?redriven=no` })
  const answer = await post(`messages/${id}/redrive/`)
  t.match(answer.headers, { location: `/ops/messages/${id}/?redriven=yes` })
  t.equal((await primary.row(id)).state, 'pending')
  t.equal((await other.row(id)).state, 'failed', 'nothing is written to the replica')

  const [cookie = ''] = `${answer.headers['set-cookie']}`.split(';')
  t.match(answer.headers['set-cookie'], /^gatehouse_acted=1; Path=\/ops; Max-Age=10; HttpOnly; SameSite=Strict$/)
  const page = await app.inject({ url: `/ops/messages/${id}/`, headers: { ...OURS, cookie } })
  t.match(page.body, 'Redriven by')
  t.notMatch((await get(`messages/${id}/`)).body, 'Redriven by', 'another reader is still shown the replica')
})
