import { GiveUp } from '../src/queue/job-endings.ts'
import { consume, newQueue, onEveryBackend, open, until } from './fixtures/queues.ts'

onEveryBackend('a job that ended is brought back once, with all its tries, however many ask', async (t, url) => {
  const [store, queue, tries] = [open(t, url), newQueue(), [] as number[]]
  const { add, look, bringBack } = store.producer(queue)
  t.equal(await look('never-added'), undefined)
  t.equal(await bringBack('never-added'), 'gone')
  const before = Date.now()
  await add('send', { n: 1 }, 'job')
  t.equal(await bringBack('job'), 'waiting', 'one that waits already')
  t.ok(Math.abs(((await look('job'))?.addedAt.getTime() ?? 0) - before) < 60_000)

  const first = consume(t, store, queue, async () => {
    throw new GiveUp('no')
  })
  await until('it failed', async () => (await look('job'))?.state === 'failed')
  await first.close()
  t.same(await Promise.all([1, 2, 3].map(() => bringBack('job'))), ['waiting', 'waiting', 'waiting'])
  t.match(await look('job'), { state: 'waiting' })

  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  consume(t, store, queue, async (job) => {
    tries.push(job.attemptsMade)
    await released
  })
  await until('it is in hand', () => tries.length === 1)
  t.equal(await bringBack('job'), 'in_hand')
  release()
  await until('it is done', async () => (await look('job'))?.state === 'completed')
  t.same(tries, [0])
  t.equal(await bringBack('job'), 'waiting', 'one that is done')
  await until('it was done again', () => tries.length === 2)
})
