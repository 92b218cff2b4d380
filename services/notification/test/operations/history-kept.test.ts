import t from 'tap'
import { LedgerRow } from '../../src/delivery/ledger.entity.ts'
import { forgetHistory } from '../../src/operations/history/forget-history.ts'
import { HistoryTally, HistoryTouch } from '../../src/operations/history/history.entity.ts'
import { QueueSample } from '../../src/operations/history/queue-sample.entity.ts'
import { recountHistory } from '../../src/operations/history/recount-history.ts'
import { sampleQueue } from '../../src/operations/history/sample-queue.ts'
import { createDatabase } from '../helpers/database.ts'
import { plant } from '../helpers/plant.ts'
import { openWorld } from '../helpers/world.ts'
import { at, tallies, touches } from './figures.ts'

t.test('after a rest everything is counted, however much there is', async (t) => {
  const world = await openWorld(t)
  for (let minute = 100; minute > 0; minute--) await plant(world, { createdAt: at(minute), acceptedAt: at(minute, 1) })
  await recountHistory(world.deps)
  t.equal((await tallies(world)).length, 100)
  t.equal(await touches(world), 0)
})

t.test('what was there before the history is counted', async (t) => {
  const url = await createDatabase(t)
  const world = await openWorld(t, [], url)
  await plant(world, { createdAt: at(7), acceptedAt: at(6) })
  await world.deps.orm.em.fork().nativeDelete(HistoryTouch, {})
  const { History } = await import('../../src/migrations/005-history.ts')
  const migration = new History({} as never, {} as never)
  migration.up()
  const backfill = migration.getQueries().at(-1)
  await world.deps.orm.em.fork().execute(`${backfill}`)
  await recountHistory(world.deps)
  t.match(await tallies(world), [
    { start: at(7), asked: 1 },
    { start: at(6), sent: 1 }
  ])
})

t.test('figures go after thirty days, and are not made again', async (t) => {
  const world = await openWorld(t)
  const id = await plant(world, { createdAt: at(1), acceptedAt: at(1) })
  await recountHistory(world.deps)
  const em = world.deps.orm.em.fork()
  await em.nativeUpdate(HistoryTally, { grain: 'minute' }, { start: at(31 * 24 * 60) })
  await forgetHistory(world.deps)
  t.same(await tallies(world), [])
  await em.nativeUpdate(LedgerRow, { id }, { createdAt: at(31 * 24 * 60), acceptedAt: at(31 * 24 * 60) })
  await world.change(id, { verifiedAt: at(0) })
  await recountHistory(world.deps)
  t.same(await tallies(world).then((rows) => rows.filter(({ asked, sent }) => asked + sent > 0)), [])
})

t.test(
  'the queue is sampled once at a time, whoever does it, and an hour keeps the worst of its samples',
  async (t) => {
    const { deps } = await openWorld(t)
    const em = deps.orm.em.fork()
    const samples = async (grain: 'sample' | 'hour') =>
      (await deps.orm.em.fork().find(QueueSample, { grain }, { orderBy: { at: 1 } })).map(({ waiting }) => waiting)
    const sample = (waiting: number) => {
      const state = { isPaused: false, waiting, delayed: 0, inHand: 1, failed: 0, oldestWaitingMs: waiting }
      return sampleQueue(deps, { state: async () => state, pause: async () => {}, resume: async () => {} })
    }
    await sample(5)
    // As if it had been a while ago, in the same hour.
    await em.nativeUpdate(QueueSample, { grain: 'sample' }, { at: at(120) })
    await Promise.all([sample(2), sample(2), sample(2)])
    const [first, ...rest] = await samples('sample')
    t.equal(first, 5)
    t.ok(
      rest.length <= 2 && rest.every((waiting) => waiting === 2),
      'one, or two if a quarter of a minute ended meanwhile'
    )
    t.equal(Math.max(...(await samples('hour'))), 5)
  }
)
