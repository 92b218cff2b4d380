import { arrivals } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'
import type { Scene } from './scene/open-scene.ts'
import { onPostgres, onRedis } from './scene/queue-tools.ts'

const fault = 'the connections on which workers wait for jobs are'

chaosCase({ id: 'C31', fault: `${fault} killed` }, async (scene) => {
  const { store, t } = scene
  await oneArrives(scene)
  if (scene.home === 'Redis') {
    const killed = await onRedis(store, (client) => client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes'))
    t.ok(Number(killed) > 0, `${killed} connections`)
  } else {
    const killed = await onPostgres(store, KILL_THOSE_THAT_LISTEN)
    t.ok(killed.length >= 3, `${killed.length} connections, one for each queue`)
  }
  scene.mended()
  await oneArrives(scene)
})

const silenceable = { silenceableStore: true }
chaosCase({ id: 'C31', fault: `${fault} half open`, scene: silenceable }, async (scene) => {
  await oneArrives(scene)
  scene.store.silence()
  scene.mended()
  await oneArrives(scene)
})

const KILL_THOSE_THAT_LISTEN = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and application_name ~ '^sms' and pid <> pg_backend_pid()`

async function oneArrives(scene: Scene) {
  const [sender] = await scene.gather(1)
  if (!sender) return
  await scene.ask([sender])
  await until('the next message arrived', () => arrivals(scene.twilio, sender.number) > 0)
}
