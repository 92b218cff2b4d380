import { arrivals } from '../../test/fixtures/phones.ts'
import { until } from '../../test/fixtures/until.ts'
import { chaosCase } from '../scene/chaos-case.ts'

const SENDS = 60
const scene = { identities: [{}, {}], notifications: [{}, {}] }

chaosCase(
  { id: 'C33', isCrowd: true, fault: 'SIGTERM ends one of each in the midst of work', scene },
  async (scene) => {
    const { stack, twilio, t } = scene
    const senders = await scene.gather(SENDS)
    const asked = scene.ask(senders)
    await until('some arrived', () => twilio.taken.length > SENDS / 10)
    t.same(
      await Promise.all([stack.identity.stop(), stack.notification.stop()]),
      [0, 0],
      'both end with 0 in ten seconds'
    )
    const answered = (await asked).filter(({ status }) => status === 200)
    t.ok(answered.length > 0)
    scene.mended()
    await until('those that were answered arrived', () => answered.every(({ number }) => arrivals(twilio, number) > 0))
  }
)
