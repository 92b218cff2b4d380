import { arrivals } from '../test/fixtures/phones.ts'
import { ROOT, runProcess } from '../test/fixtures/run-process.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'
import { onRedis } from './scene/queue-tools.ts'

const EXIT_CONFIGURATION = 78
const not = { home: 'PostgreSQL', why: 'it never forgets a row to make room' } as const

chaosCase({ id: 'C12', fault: 'Redis is set to evict while the services run', not }, async (scene) => {
  const { stack, twilio, store, t } = scene
  const setPolicy = (policy: string) => onRedis(store, (client) => client.config('SET', 'maxmemory-policy', policy))
  const senders = await scene.gather(6)
  await setPolicy('allkeys-lru')
  await until('notification says so', async () => (await stack.notification.health('/readyz')).status === 503)
  t.match(await (await stack.identity.health('/readyz')).json(), { queue: 'down' })
  t.ok((await scene.ask(senders)).every(({ status }) => status === 200))

  for (const name of ['identity', 'notification'] as const) {
    const { databaseUrl: DATABASE_URL, queueUrl: QUEUE_URL, folder: DATA_DIR } = stack
    const settings = { DATABASE_URL, QUEUE_URL, DATA_DIR, [`${name.toUpperCase()}_PORT`]: '1' }
    const started = runProcess(process.execPath, [`${ROOT}/services/${name}/src/main.ts`], settings)
    t.equal(await started.exited, EXIT_CONFIGURATION, `${name} refuses to start`)
    t.match(started.output(), /^ {2}- QUEUE_URL: .*maxmemory-policy allkeys-lru.*noeviction$/m)
    t.notMatch(started.output(), '    at ', 'in one sentence')
  }
  await setPolicy('noeviction')
  scene.mended()
  await until('all arrived', () => senders.every(({ number }) => arrivals(twilio, number) > 0))
  await stack.notification.ready()
})
