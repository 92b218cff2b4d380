import { migrateDatabase } from '../../../../infra/commands/migrate-database.ts'
import { findPort } from '../../../../infra/local/postgres/find-port.ts'
import { arrivals } from '../../test/fixtures/phones.ts'
import type { Service } from '../../test/fixtures/service.ts'
import { until } from '../../test/fixtures/until.ts'
import { CADDY } from '../../test/gateway/gateways.ts'
import { fatesOf, isSettled } from '../scene/fates.ts'
import { say as sayOutside } from '../scene/figures.ts'
import type { Scene } from '../scene/open-scene.ts'
import type { Answers } from '../soak/answers.ts'
import { createAnswers } from '../soak/answers.ts'
import { openInbox } from '../soak/inbox.ts'
import { seededRandom } from '../soak/random.ts'
import { keepComingUntil } from '../soak/traffic.ts'
import type { Checkouts } from './back-and-forth.ts'
import { goBackAndForth, sendSome } from './back-and-forth.ts'
import type { Closed } from './closed-doors.ts'
import { metClosedDoor } from './closed-doors.ts'

const DAYS_A_SECOND = 2

/**
 * The new migrations beside old processes, then the processes one by one, there, back and there, under traffic.
 * @param oldLeavesInOrder if not, what meets its closed door is counted apart: nothing of the new version can mend that
 */
export async function upgrade(scene: Scene, checkouts: Checkouts, oldLeavesInOrder: boolean) {
  const { t, stack, store, twilio } = scene
  const say = (words: string) => sayOutside(`upgrade on ${scene.home}: ${words}`)
  const gateway = await startGateway(scene)
  const place = { stack: { identities: [gateway] }, ask: scene.ask }
  const answers = createAnswers(scene)
  const world = { scene: place, inbox: openInbox(scene), answers, random: seededRandom(1) }
  let isOver = false
  const living = keepComingUntil(world, DAYS_A_SECOND, () => isOver)
  await sendSome(scene)
  const applied = await migrateDatabase(stack.databaseUrl, store.queueUrl)
  say(`applied while the old version serves: ${applied.join(', ') || 'nothing'}`)
  await sendSome(scene)
  const closed = await goBackAndForth(scene, world, checkouts, say).finally(() => {
    isOver = true
  })
  const days = await living
  scene.mended()
  const wrong = holdAnswers(scene, answers, oldLeavesInOrder ? [] : closed)
  await holdMessages(scene)
  const asked = `${answers.all.length} requests, ${wrong} not as on a good day`
  const words = `${applied.length} migrations, ${days} days, ${asked}, ${twilio.taken.length} messages`
  say(words)
  t.comment(words)
}

async function startGateway({ t, stack }: Scene) {
  const ports = (services: Service[]) => services.map(({ url }) => Number(new URL(url).port))
  const gateway = await findPort()
  const doors = { identity: ports(stack.identities), notification: ports(stack.notifications) }
  await CADDY.start(t, { gateway, app: 1, ...doors })
  return { url: `http://127.0.0.1:${gateway}` }
}

function holdAnswers({ t }: Scene, { all }: Answers, closed: Closed[]) {
  const wrong = all.filter(({ isExpected }) => !isExpected)
  const others = wrong.filter((answer) => !metClosedDoor(answer, closed))
  t.same(others, [], 'every request that met no closed door of the old version was answered as on a good day')
  return `${others.length} (and ${wrong.length - others.length} at the closed door of the old version)`
}

async function holdMessages(scene: Scene) {
  const { t, twilio } = scene
  await until('every message has its end', async () => (await fatesOf(scene)).every(isSettled))
  const fates = await fatesOf(scene)
  const wrong = fates.filter(({ number, status }) => status === 'failed' || arrivals(twilio, number) < 1)
  t.same(wrong, [], 'every message arrived')
}
