import { newQueue, onEveryBackend, open, until } from './fixtures/queues.ts'

const LATER = ['second', 'third', 'fourth', 'fifth']

onEveryBackend('a worker that lives and takes no job is told by the probe, and replaced', async (t, url) => {
  const [store, queue, worked] = [open(t, url), newQueue(), [] as string[]]
  const work = async (job: { id?: string | undefined }) => void worked.push(`${job.id}`)
  const consumer = store.consume(queue, work, { concurrency: 5, lookEveryMs: 250 })
  t.teardown(() => consumer.close())
  const { add } = store.producer(queue)
  const probed = () =>
    store.probe().then(
      () => true,
      () => false
    )
  await add('send', {}, 'first')
  await until('it works', () => worked.includes('first'))
  const wedged = consumer.worker()
  await wedged?.pause(true)
  // What it was asking the store for as it was stopped still brings it a job or two.
  for (const id of LATER) await add('send', {}, id)
  await until('the probe tells it', async () => !(await probed()))
  await until('another one takes them', () => LATER.every((id) => worked.includes(id)))
  t.ok(consumer.worker() !== wedged)
  await until('the probe tells that too', probed)
  t.same(worked.sort(), ['first', ...LATER].sort())
})
