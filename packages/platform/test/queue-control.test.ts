import t from 'tap'
import { GiveUp } from '../src/queue/job-endings.ts'
import { consume, newQueue, onEveryBackend, open, until } from './fixtures/queues.ts'

onEveryBackend('a paused queue keeps its jobs, finishes what is in hand, and goes on when resumed', async (t, url) => {
  const [store, other, queue, worked] = [open(t, url), open(t, url), newQueue(), [] as string[]]
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const control = store.control(queue)
  t.match(await control.state(), { isPaused: false, waiting: 0, inHand: 0, oldestWaitingMs: null })
  consume(t, store, queue, async (job) => {
    if (job.id === 'slow') await released
    worked.push(`${job.id}`)
  })
  await store.producer(queue).add('send', {}, 'slow')
  await until('it is in hand', async () => (await control.state()).inHand === 1)

  await control.pause()
  await control.pause()
  await store.producer(queue).add('send', {}, 'waits')
  const seenByOther = await other.control(queue).state()
  t.match(seenByOther, { isPaused: true, waiting: 1, inHand: 1, delayed: 0, failed: 0 })
  t.ok(Number(seenByOther.oldestWaitingMs) >= 0)
  release()
  await until('nothing is in hand', async () => (await control.state()).inHand === 0)
  t.same(worked, ['slow'], 'what was in hand is finished, and nothing else is begun')
  t.match(await control.state(), { isPaused: true, waiting: 1 })

  await other.control(queue).resume()
  await until(
    'the one that waited is done',
    async () => worked.includes('waits') && (await control.state()).inHand === 0
  )
  t.match(await control.state(), { isPaused: false, waiting: 0, oldestWaitingMs: null })
})

onEveryBackend('the age of what waits is that of the job that is first in line', async (t, url) => {
  const [store, name] = [open(t, url), newQueue()]
  const queue = await store.open(name)
  const add = (jobId: string, ageMs: number) => queue.add('send', {}, { jobId, timestamp: Date.now() - ageMs })
  for (const [id, ageMs] of [
    ['first', 90_000],
    ['second', 60_000],
    ['third', 0]
  ] as const)
    await add(id, ageMs)
  const { oldestWaitingMs } = await store.control(name).state()
  t.ok(Number(oldestWaitingMs) >= 90_000, `${oldestWaitingMs}`)
})

onEveryBackend('what failed and what is tried later is counted apart', async (t, url) => {
  const [store, queue] = [open(t, url), newQueue()]
  const consumer = consume(t, store, queue, async (job) => {
    if (job.id === 'later') await job.moveToDelayed(Date.now() + 60_000, job.token)
    throw job.id === 'never' ? new GiveUp('broken') : new Error('broken')
  })
  for (const id of ['later', 'again', 'never']) await store.producer(queue).add('send', {}, id)
  const { state } = store.control(queue)
  await until('all are put aside', async () => {
    const { delayed, failed } = await state()
    return delayed + failed === 3
  })
  t.match(await state(), { delayed: 2, failed: 1, waiting: 0, inHand: 0 })
  await consumer.close()
})

t.test('the state of a store that is down is not made up', async (t) => {
  const store = open(t, 'postgres://nobody@127.0.0.1:1/none')
  const { state, pause } = store.control('any')
  await t.rejects(state())
  await t.rejects(pause())
})
