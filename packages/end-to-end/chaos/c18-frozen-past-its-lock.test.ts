import { arrivals, posts } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'
import { freezeAt } from './scene/freeze-at.ts'
import type { Scene } from './scene/open-scene.ts'

const AFTER_THE_CLAIM = { file: 'services/notification/src/delivery/send-through-chain.ts', words: 'clock() > later(' }
const scene = { notifications: [{}, {}] }
const fault = 'a worker is frozen for longer than its lock'

chaosCase({ id: 'C18', fault: `${fault} between its claim and its call`, scene }, async (scene) => {
  const { stack, t } = scene
  const [frozen] = stack.notifications
  if (!frozen) return
  const claimed = await freezeAt(frozen, AFTER_THE_CLAIM)
  await takenOver(scene, claimed.reached)
  t.notMatch(frozen.output(), FENCED)
  await claimed.letGo()
  scene.mended()
  await until('the fence keeps it from calling', () => FENCED.test(frozen.output()))
  await until('and it finds whose the message is', () => OVERTAKEN.test(frozen.output()))
  await sentOnce(scene)
})

chaosCase({ id: 'C18', fault: `${fault} while it claims`, scene }, async (scene) => {
  const [frozen] = scene.stack.notifications
  if (!frozen) return
  const claim = await scene.hold({ table: 'notification.sms_messages', on: 'update', when: `new.state = 'sending'` })
  await takenOver(scene, async () => {
    await claim.reached()
    process.kill(frozen.pid(), 'SIGSTOP')
    await claim.letGo()
  })
  process.kill(frozen.pid(), 'SIGCONT')
  scene.mended()
  await frozen.ready()
  await sentOnce(scene)
})

const FENCED = /"code":"fenced"/
const OVERTAKEN = /the message moved on meanwhile/

/** One message that the first worker takes and is frozen with, and that the other one sends. */
async function takenOver({ stack, twilio, gather, ask }: Scene, isFrozen: () => Promise<unknown>) {
  const other = stack.notifications[1]
  const [sender] = await gather(1)
  if (!sender || !other) return
  await other.stop()
  await ask([sender])
  await isFrozen()
  other.startAgain()
  await until('the other one took over', () => arrivals(twilio, sender.number) > 0)
}

async function sentOnce({ stack, twilio, t }: Scene) {
  const sent = `select from identity.sms_messages where status = 'sent'`
  await until('it is known as sent', async () => (await stack.query(sent)).length === 1)
  t.equal(posts(twilio), 1, 'the provider was asked to send once')
}
