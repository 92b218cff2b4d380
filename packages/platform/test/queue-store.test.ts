import type { Socket } from 'node:net'
import { connect, createServer } from 'node:net'
import type { Test } from 'tap'
import t from 'tap'
import { Type } from 'typebox'
import { jobParser } from '../src/queue/job.ts'
import { refuseUnfitStore } from '../src/queue/unfit-store.ts'
import { redisThatEvicts } from './fixtures/evicting-redis.ts'

import { consume, newQueue, onEveryBackend, open, queueDatabase, until } from './fixtures/queues.ts'

const { TEST_DATABASE_URL = '', TEST_REDIS_URL } = process.env

onEveryBackend('a job with one id is worked once, however often it is added', async (t, url) => {
  const [store, queue, worked] = [open(t, url), newQueue(), [] as string[]]
  const { add } = store.producer(queue)
  await Promise.all(Array.from({ length: 5 }, () => add('send', { n: 1 }, 'job-a')))
  consume(t, store, queue, async (job) => void worked.push(`${job.id}`))
  await add('send', { n: 2 }, 'job-b')
  await until('both', () => worked.includes('job-a') && worked.includes('job-b'))
  await add('send', { n: 1 }, 'job-a')
  await add('send', { n: 3 }, 'job-c')
  await until('the last', () => worked.includes('job-c'))
  t.same(worked.sort(), ['job-a', 'job-b', 'job-c'], 'also when it is added after it was done')
})

onEveryBackend('a job that does not fit fails at once and lets the next one pass', async (t, url) => {
  const [store, queue, worked] = [open(t, url), newQueue(), [] as string[]]
  const parse = jobParser(Type.Object({ n: Type.Integer() }))
  const tries: string[] = []
  consume(t, store, queue, async (job) => {
    tries.push(`${job.id}`)
    parse(job.data)
    worked.push(`${job.id}`)
  })
  await store.producer(queue).add('send', { n: 'secret' }, 'bad')
  await store.producer(queue).add('send', { n: 1 }, 'good')
  await until('the good one', () => worked.includes('good'))
  t.same(worked, ['good'])
  t.equal(tries.filter((id) => id === 'bad').length, 1)
})

onEveryBackend('a job that fails is tried again', async (t, url) => {
  const [store, queue] = [open(t, url), newQueue()]
  let tries = 0
  consume(t, store, queue, async () => {
    tries++
    if (tries < 2) throw new Error('not yet')
  })
  await store.producer(queue).add('send', {}, 'again')
  await until('the second try', () => tries === 2)
  t.equal(tries, 2)
})

onEveryBackend('a job is taken off the queue, unless a worker has it in hand', async (t, url) => {
  const [store, queue, worked] = [open(t, url), newQueue(), [] as string[]]
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const { add, remove } = store.producer(queue)
  t.equal(await remove('never-added'), true, 'one that is not there')
  await add('send', {}, 'unwanted')
  t.equal(await remove('unwanted'), true, 'one that waits')
  await add('send', {}, 'in-hand')
  consume(t, store, queue, async (job) => {
    worked.push(`${job.id}`)
    await released
  })
  await until('it is in hand', () => worked.includes('in-hand'))
  t.equal(await remove('in-hand'), false)
  release()
  await until('it is done', () => remove('in-hand'))
  t.same(worked, ['in-hand'])
})

onEveryBackend('closing finishes the job in hand', async (t, url) => {
  const [store, queue] = [open(t, url), newQueue()]
  const { promise: started, resolve: start } = Promise.withResolvers<void>()
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  let finished = false
  const consumer = store.consume(
    queue,
    async () => {
      start()
      await released
      finished = true
    },
    { concurrency: 1 }
  )
  await store.producer(queue).add('send', {}, 'slow')
  await started
  const closed = consumer.close()
  release()
  await closed
  t.equal(finished, true)
})

t.test('a parser tells the place of a fault and never the value', async (t) => {
  const parse = jobParser(
    Type.Object({ n: Type.Integer(), deep: Type.Object({ code: Type.String({ pattern: '^[0-9]$' }) }) })
  )
  t.same(parse({ n: 1, deep: { code: '1' } }), { n: 1, deep: { code: '1' } })
  for (const data of [{ n: 1, deep: { code: 'secret' } }, null, 'secret', {}, []]) {
    const error = await Promise.resolve()
      .then(() => parse(data))
      .catch((error: Error) => error)
    t.match(error, { name: 'UnrecoverableError', message: /^invalid_job: \// })
    t.notMatch((error as Error).message, /secret/)
  }
})

/** A way to PostgreSQL that breaks each connection on which these words are said, until it is mended. */
async function breakingWay(t: Test, target: string, words: string) {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let broken = true
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    for (const socket of [client, upstream]) sockets.add(socket.on('error', () => {}))
    client.on('data', (chunk) => (broken && chunk.includes(words) ? client.resetAndDestroy() : upstream.write(chunk)))
    upstream.pipe(client)
    client.on('close', () => upstream.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const url = new URL(target)
  const address = server.address()
  const mend = () => {
    broken = false
  }
  url.host = `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  return { url: url.href, mend }
}

t.test('a queue on PostgreSQL whose first words are cut off is used once the way is mended', async (t) => {
  // The probe passes, and then the queue's own first question, for its schema's version, meets the break.
  const way = await breakingWay(t, await queueDatabase(t, TEST_DATABASE_URL), 'MAX(version)')
  const [store, queue, worked] = [open(t, way.url), newQueue(), [] as string[]]
  consume(t, store, queue, async (job) => void worked.push(`${job.id}`))
  await t.rejects(store.producer(queue).add('send', {}, 'early'))
  way.mend()
  await until('the store', async () => {
    await store
      .producer(queue)
      .add('send', {}, 'late')
      .catch(() => {})
    return worked.includes('late')
  })
  t.ok(worked.includes('late'))
})

t.test('a Redis that evicts is refused', { skip: TEST_REDIS_URL ? false : 'NOT TESTED ON Redis' }, async (t) => {
  const store = open(t, await redisThatEvicts(t))
  await t.rejects(store.probe(), { message: /noeviction/ })
  await t.rejects(store.producer('any').add('send', {}, 'lost'), { message: /noeviction/ })
  const refused = { name: 'ConfigurationFault', faults: [/^QUEUE_URL: .*maxmemory-policy allkeys-lru.*noeviction$/] }
  await t.rejects(refuseUnfitStore(store), refused, 'at the start already')
})

t.test('a store that cannot be reached is no reason not to start', async (t) => {
  for (const url of ['postgres://nobody@127.0.0.1:1/none', 'redis://127.0.0.1:1']) {
    await t.resolves(refuseUnfitStore(open(t, url)))
  }
})

t.test('an unreachable store fails an add in time, and is probed as down', async (t) => {
  for (const url of ['postgres://nobody@127.0.0.1:1/none', 'redis://127.0.0.1:1']) {
    const store = open(t, url)
    await t.rejects(store.probe())
    await t.rejects(store.producer('any').add('send', {}, 'x'))
  }
})
