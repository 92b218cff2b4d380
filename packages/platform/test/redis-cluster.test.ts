import t from 'tap'
import { startRedisCluster } from '../../end-to-end/test/fixtures/redis-cluster.ts'
import type { ClusterNode } from '../../end-to-end/test/fixtures/redis-node.ts'
import { PREFIX } from '../src/queue/policy.ts'
import { refuseUnfitStore } from '../src/queue/unfit-store.ts'
import { consume, newQueue, open, until } from './fixtures/queues.ts'

const skip = process.env.TEST_REDIS_URL ? false : 'NOT TESTED ON a Redis cluster'

const REFUSED = { name: 'ConfigurationFault', faults: [/^QUEUE_URL: .*allkeys-lru.*noeviction$/] }

t.test('a Redis cluster of which any master evicts is refused', { skip }, async (t) => {
  const { url, nodes } = await startRedisCluster(t, { replicas: 0 })
  for (const node of nodes) {
    await setPolicy(node, 'allkeys-lru')
    const store = open(t, url)
    await t.rejects(store.probe(), { message: /noeviction/ })
    await t.rejects(refuseUnfitStore(store), REFUSED)
    await setPolicy(node, 'noeviction')
    await t.resolves(store.probe())
  }
})

t.test('the queues of a Redis cluster outlive their master', { skip }, async (t) => {
  const cluster = await startRedisCluster(t)
  const [store, queue, worked] = [open(t, cluster.url), newQueue(), [] as string[]]
  const producer = store.producer(queue)
  consume(t, store, queue, async (job) => void worked.push(`${job.id}`))
  await producer.add('send', {}, 'before')
  await until('the first', () => worked.includes('before'))
  await (await cluster.ownerOf(PREFIX))?.kill()
  await t.rejects(producer.add('send', {}, 'during'), 'an add fails in time')
  await t.rejects(store.probe(), 'and it is probed as down')
  await until('it is probed as up', () =>
    store.probe().then(
      () => true,
      () => false
    )
  )
  await producer.add('send', {}, 'after')
  await until('the next', () => worked.includes('after'))
  t.ok(worked.includes('after'))
})

t.test('a master that keeps no queue is not missed', { skip }, async (t) => {
  const cluster = await startRedisCluster(t)
  const store = open(t, cluster.url)
  const owner = await cluster.ownerOf(PREFIX)
  await store.probe()
  const other = cluster.nodes.slice(0, 3).find((node) => node !== owner)
  if (!other) return
  process.kill(other.pid(), 'SIGSTOP')
  t.teardown(() => process.kill(other.pid(), 'SIGCONT'))
  await t.resolves(store.probe(), 'even while it says nothing')
})

const setPolicy = async ({ say }: ClusterNode, policy: string) =>
  void (await say('CONFIG', 'SET', 'maxmemory-policy', policy))
