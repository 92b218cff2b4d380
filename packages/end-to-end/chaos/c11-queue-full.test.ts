import { arrivals } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'
import { onPostgres, onRedis } from './scene/queue-tools.ts'
import type { Store } from './scene/stores.ts'

const isRedis = ({ serverUrl }: Store) => serverUrl.startsWith('redis')

chaosCase(
  {
    id: 'C11',
    fault: 'the queue’s store is full: it answers, and takes nothing',
    // Of PostgreSQL's a whole server: that is what hosts set to read-only when its disk is full.
    scene: (home) => ({ crashableStore: home === 'PostgreSQL' })
  },
  async (scene) => {
    const { stack, twilio, store, t } = scene
    const senders = await scene.gather(10)
    await fill(store)
    const sends = await scene.ask(senders)
    t.ok(
      sends.every(({ status }) => status === 200),
      'each is answered as always'
    )
    const refused = () => /OOM command not allowed|read-only transaction/.test(stack.identity.output())
    await until('the queue refused', refused)
    t.equal(twilio.received.length, 0)
    await makeRoom(store)
    scene.mended()
    await until('all arrived', () => senders.every(({ number }) => arrivals(twilio, number) > 0))
  }
)

const fill = (store: Store) =>
  isRedis(store)
    ? onRedis(store, (client) => client.config('SET', 'maxmemory', '1mb'))
    : onPostgres(store, 'alter system set default_transaction_read_only = on', 'select pg_reload_conf()')

const makeRoom = (store: Store) =>
  isRedis(store)
    ? onRedis(store, (client) => client.config('SET', 'maxmemory', '0'))
    : onPostgres(store, 'alter system reset default_transaction_read_only', 'select pg_reload_conf()')
