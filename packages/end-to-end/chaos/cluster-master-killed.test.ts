import t from 'tap'
import { arrivals } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'
import type { Scene } from './scene/open-scene.ts'
import type { Send, Sender } from './scene/sends.ts'
import { CLUSTER } from './scene/stores.ts'

const BEFORE = 10
const DURING = 60
const AT_ONCE = 4
// Where all queues lie, whatever their names.
const SLOT_OF_THE_QUEUES = '{gatehouse}'

// Six servers and four services are enough at a time.
t.jobs = 1

const common = { id: 'cluster', homes: [CLUSTER], scene: { notifications: [{}, {}] } }

chaosCase({ ...common, fault: 'the master of the queues is killed and never comes back' }, async (scene) => {
  const { asked } = await askWhileTheMasterDies(scene)
  await becomesReady(scene)
  scene.mended()
  await allArrive(scene, await asked)
})

chaosCase({ ...common, fault: 'the master of the queues is killed and comes back as a replica' }, async (scene) => {
  const { asked, killed } = await askWhileTheMasterDies(scene)
  await becomesReady(scene)
  await killed.startAgain()
  const isFollowing = async () => /master_link_status:up/.test(`${await killed.say('INFO', 'replication')}`)
  await until('it follows the new master', isFollowing)
  scene.mended()
  await allArrive(scene, await asked)
  await allArrive(scene, await scene.ask(await scene.gather(BEFORE)))
})

/** People ask one after the other; meanwhile the master that has their jobs dies, with what it had told nobody yet. */
async function askWhileTheMasterDies(scene: Scene) {
  const { stack, twilio, t } = scene
  const senders = await scene.gather(BEFORE + DURING)
  const killed = await scene.store.cluster?.ownerOf(SLOT_OF_THE_QUEUES)
  if (!killed) throw new Error('nobody keeps the queues')
  await allArrive(scene, await scene.ask(senders.slice(0, BEFORE)))
  const rest = senders.slice(BEFORE)
  const asked = Promise.all(Array.from({ length: AT_ONCE }, () => askInTurn(scene, rest)))
  await until('some more arrived', () => twilio.taken.length > BEFORE + DURING / 10)
  await killed.kill()
  t.equal((await stack.notification.health('/readyz')).status, 503, 'readiness tells it')
  t.match(await (await stack.identity.health('/readyz')).json(), { queue: 'down' })
  return { asked: asked.then((sends) => sends.flat()), killed }
}

// Each asks when the one before has an answer: a slow machine is asked less, and what hangs is seen.
async function askInTurn(scene: Scene, waiting: Sender[]) {
  const sends: Send[] = []
  for (let sender = waiting.shift(); sender; sender = waiting.shift()) sends.push(...(await scene.ask([sender])))
  return sends
}

async function becomesReady({ stack }: Scene) {
  for (const service of [...stack.identities, ...stack.notifications]) {
    const queue = async () => ((await (await service.health('/readyz')).json()) as { queue: string }).queue
    await until(`${service.name} says that the queue is up`, async () => (await queue()) === 'up')
  }
}

async function allArrive({ t, twilio }: Scene, sends: Send[]) {
  const others = sends.filter(({ status }) => status !== 200)
  t.same(others, [], 'each is answered as always')
  await until('all arrived', () => sends.every(({ number }) => arrivals(twilio, number) > 0))
}
