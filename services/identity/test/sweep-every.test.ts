import t from 'tap'
import { sweepEvery } from '../src/sweep-every.ts'

const silent = { warn: () => {} }

t.test('stopping waits for the round in hand, and no other begins', async (t) => {
  const [began, allowed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let rounds = 0
  let isDone = false
  const work = async () => {
    rounds++
    began.resolve()
    await allowed.promise
    isDone = true
  }
  const sweep = sweepEvery(1, work, silent)
  await began.promise
  const stopped = sweep.stop().then(() => isDone)
  allowed.resolve()
  t.equal(await stopped, true)
  t.equal(rounds, 1, 'one at a time')
})

t.test('a round that fails is told, and the next one comes', async (t) => {
  const told: object[] = []
  const second = Promise.withResolvers<void>()
  let rounds = 0
  const work = async () => {
    if (++rounds === 1) throw new Error('the database is away')
    second.resolve()
  }
  const sweep = sweepEvery(1, work, { warn: (facts: object) => void told.push(facts) })
  await second.promise
  await sweep.stop()
  t.same(told[0], { reason: 'the database is away' })
})
