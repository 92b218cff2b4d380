import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { markVerified } from '../../src/delivery/mark-verified.ts'
import { recountHistory } from '../../src/operations/history/recount-history.ts'
import { createDatabase } from '../helpers/database.ts'
import { plant } from '../helpers/plant.ts'
import type { World } from '../helpers/world.ts'
import { openWorld } from '../helpers/world.ts'
import { at, tallies, touches } from './figures.ts'

t.test('a change that is not committed yet is counted once it is', async (t) => {
  const world = await openWorld(t)
  const { promise: mayCommit, resolve: commit } = Promise.withResolvers<void>()
  const { promise: written, resolve: write } = Promise.withResolvers<void>()
  const slow = world.deps.orm.em.fork().transactional(async (em) => {
    await plant({ deps: { ...world.deps, orm: { em: { fork: () => em } } } } as unknown as World, { createdAt: at(2) })
    write()
    await mayCommit
  })
  await written
  await recountHistory(world.deps)
  t.same(await tallies(world), [])
  commit()
  await slow
  await recountHistory(world.deps)
  t.match(await tallies(world), [{ start: at(2), asked: 1 }])
})

t.test('several processes that count at once, while messages come and go, end with the ledger', async (t) => {
  const url = await createDatabase(t)
  const worlds = await Promise.all([1, 2, 3].map(() => openWorld(t, [], url)))
  const [world] = worlds as [World, ...World[]]
  let isOver = false
  const counting = worlds.map(async ({ deps }) => {
    while (!isOver) {
      await recountHistory(deps)
      await setTimeout(1)
    }
  })
  const messages = Array.from({ length: 60 }, async (_, n) => {
    const id = await plant(world, { createdAt: at(n % 3), country: n % 2 ? 'US' : 'DE' })
    await world.change(id, { state: 'accepted', status: 'sent', acceptedAt: at(n % 3, 5), provider: 'twilio' })
    await markVerified(world.deps.orm.em.fork(), id, at(0))
  })
  await Promise.all(messages)
  isOver = true
  await Promise.all(counting)
  await recountHistory(world.deps)
  const rows = await tallies(world)
  const total = (figure: 'asked' | 'sent' | 'verified') => rows.reduce((sum, row) => sum + row[figure], 0)
  t.same([total('asked'), total('sent'), total('verified')], [60, 60, 60])
})

t.test('while one process counts, another leaves it alone', async (t) => {
  const world = await openWorld(t)
  await plant(world, { createdAt: at(2) })
  const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>()
  const { promise: isLocked, resolve: lock } = Promise.withResolvers<void>()
  const other = world.deps.orm.em.fork().transactional(async (em) => {
    await em.execute(`select pg_advisory_xact_lock(hashtext('gatehouse: history'))`)
    lock()
    await mayEnd
  })
  await isLocked
  await recountHistory(world.deps)
  t.same([await tallies(world), await touches(world)], [[], 1], 'its older look would overwrite the other one’s')
  end()
  await other
  await recountHistory(world.deps)
  t.match(await tallies(world), [{ start: at(2), asked: 1 }])
})
