import t from 'tap'
import { markVerified } from '../../src/delivery/mark-verified.ts'
import { HistorySendTime, HistoryTally } from '../../src/operations/history/history.entity.ts'
import { recountHistory } from '../../src/operations/history/recount-history.ts'
import { plant } from '../helpers/plant.ts'
import { openWorld } from '../helpers/world.ts'
import { at, tallies, touches } from './figures.ts'

t.test('what happens is told of its own minute, what became of a message of the minute it was asked for', async (t) => {
  const world = await openWorld(t)
  await plant(world, { createdAt: at(5), acceptedAt: at(4, 2), state: 'delivered', verifiedAt: at(3) })
  await plant(world, { createdAt: at(5, 59), statusAt: at(4, 59), state: 'failed', provider: null })
  await recountHistory(world.deps)
  t.match(await tallies(world), [
    { start: at(5), country: 'US', provider: '', asked: 1, accepted: 0, failed: 0 },
    { start: at(5), provider: 'twilio', asked: 1, accepted: 1, delivered: 1, verified: 1, sent: 0 },
    { start: at(4), provider: '', asked: 0, failed: 1, sent: 0 },
    { start: at(4), provider: 'twilio', asked: 0, accepted: 0, verified: 0, sent: 1, failed: 0 }
  ])
  t.equal(await touches(world), 0)
})

t.test('counting again changes nothing, and only what was touched is counted', async (t) => {
  const world = await openWorld(t)
  await plant(world, { createdAt: at(9), acceptedAt: at(9, 1) })
  await plant(world, { createdAt: at(2), acceptedAt: at(2, 1) })
  await recountHistory(world.deps)
  const first = await tallies(world)
  await recountHistory(world.deps)
  t.same(await tallies(world), first)

  // A figure that nobody touches stays as it is, even a wrong one: the ledger is not read again for it.
  await world.deps.orm.em.fork().nativeUpdate(HistoryTally, { start: at(9) }, { sent: 7 })
  await plant(world, { createdAt: at(2), acceptedAt: at(2, 1) })
  await recountHistory(world.deps)
  t.match(await tallies(world), [
    { start: at(9), sent: 7 },
    { start: at(2), sent: 2 }
  ])
})

t.test('a late verification, receipt or redrive finds its minute', async (t) => {
  const world = await openWorld(t)
  const [slow, redriven] = [
    await plant(world, { createdAt: at(3000), acceptedAt: at(3000, 1), state: 'accepted' }),
    await plant(world, { createdAt: at(3000), statusAt: at(2999), state: 'failed', provider: 'twilio' })
  ]
  await recountHistory(world.deps)
  t.match(await tallies(world), [
    { asked: 2, accepted: 1, verified: 0 },
    { start: at(2999), failed: 1 }
  ])
  await markVerified(world.deps.orm.em.fork(), slow, at(1))
  await recountHistory(world.deps)
  t.match((await tallies(world))[0], { start: at(3000), verified: 1, delivered: 0 })
  await world.change(slow, { state: 'delivered', status: 'delivered', deliveredAt: at(1), statusAt: at(1) })
  await world.change(redriven, { state: 'pending', status: 'queued', statusAt: at(0), failure: null, provider: null })
  await recountHistory(world.deps)
  t.match(await tallies(world), [
    { start: at(3000), provider: '', asked: 1 },
    { start: at(3000), provider: 'twilio', asked: 1, accepted: 1, delivered: 1, verified: 1 }
  ])
  t.equal((await tallies(world)).length, 2, 'the failure that is none any more is gone')
})

t.test('hours are the sums of their minutes', async (t) => {
  const world = await openWorld(t)
  for (const [createdAt, seconds] of [
    [at(200), 1],
    [at(140), 2],
    [at(80), 9]
  ] as const)
    await plant(world, { createdAt, acceptedAt: new Date(createdAt.getTime() + seconds * 1000) })
  await recountHistory(world.deps)
  const sum = (rows: HistoryTally[]) => rows.reduce((total, { sent, asked }) => total + sent * 1000 + asked, 0)
  t.equal(sum(await tallies(world, 'hour')), 3003)
  t.equal(sum(await tallies(world, 'hour')), sum(await tallies(world)))
  t.ok((await tallies(world, 'hour')).every(({ start }) => start.getUTCMinutes() === 0))
})

t.test('the time to send runs from the request, which the id of the message tells', async (t) => {
  const world = await openWorld(t)
  const v7 = (time: Date) => {
    const hex = time.getTime().toString(16).padStart(12, '0')
    return `${hex.slice(0, 8)}-${hex.slice(8)}-7${crypto.randomUUID().slice(15)}`
  }
  const times = () => world.deps.orm.em.fork().find(HistorySendTime, { grain: 'minute' })
  await plant(world, { id: v7(at(3, 0)), createdAt: at(3, 9), acceptedAt: at(3, 10) })
  await recountHistory(world.deps)
  t.match(await times(), [{ start: at(3), bucket: 40, count: 1 }], '10 s, and not the one since the ledger knows it')
  // A clock that runs ahead, and an id of another kind.
  await plant(world, { id: v7(at(-5)), createdAt: at(3, 9), acceptedAt: at(3, 10) })
  await plant(world, { createdAt: at(3, 9), acceptedAt: at(3, 10) })
  await recountHistory(world.deps)
  t.match(await times(), [
    { bucket: 30, count: 2 },
    { bucket: 40, count: 1 }
  ])
})
