import { randomBytes } from 'node:crypto'
import { arrivals, codeOn } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'

const secret = () => randomBytes(32).toString('base64')
const before = { IDENTITY_SECRET: secret(), MESSAGE_SEALING_KEY: secret() }
const after = {
  IDENTITY_SECRET: `${secret()},${before.IDENTITY_SECRET}`,
  MESSAGE_SEALING_KEY: `${secret()},${before.MESSAGE_SEALING_KEY}`
}

chaosCase(
  { id: 'C38', fault: 'both secrets are rotated with codes on their way', scene: { env: before } },
  async (scene) => {
    const { stack, twilio, t } = scene
    const [holder, waiting, fresh] = await scene.gather(3)
    if (!holder || !waiting || !fresh) return
    await scene.ask([holder])
    await until('the first arrived', () => arrivals(twilio, holder.number) === 1)
    await stack.notification.stop()
    await scene.ask([waiting])
    const handedOver = 'select from identity.hand_offs where handed_over_at is null'
    await until('the queue has the second', async () => (await stack.query(handedOver)).length === 0)
    t.equal(arrivals(twilio, waiting.number), 0)

    await stack.identity.stop()
    for (const service of [stack.identity, stack.notification]) service.startAgain(after)
    await Promise.all([stack.identity.ready(), stack.notification.ready()])
    scene.mended()
    await until('what was sealed before is sent', () => arrivals(twilio, waiting.number) === 1)
    await scene.ask([fresh])
    await until('what is sealed now is sent', () => arrivals(twilio, fresh.number) === 1)
    for (const { person, number } of [holder, waiting, fresh]) {
      t.equal((await person.verify(codeOn(twilio, number))).status, 200, 'each code is right, whenever it was made')
    }
  }
)
