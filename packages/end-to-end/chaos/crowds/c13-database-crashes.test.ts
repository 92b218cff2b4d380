import { arrivals } from '../../test/fixtures/phones.ts'
import { until } from '../../test/fixtures/until.ts'
import { chaosCase } from '../scene/chaos-case.ts'

const SENDS = 40

chaosCase(
  {
    id: 'C13',
    isCrowd: true,
    fault: 'the services’ database crashes while codes are asked for',
    scene: { crashableDatabase: true }
  },
  async (scene) => {
    const { twilio, database, t } = scene
    const senders = await scene.gather(SENDS)
    const asked = scene.ask(senders)
    await until('some arrived', () => twilio.taken.length > SENDS / 10)
    await database?.crash()
    await database?.startAgain()
    scene.mended()
    const answered = (await asked).filter(({ status }) => status === 200)
    t.comment(`${answered.length} of ${SENDS} were answered 200`)
    t.ok(answered.length > 0)
    await until('those that were answered arrived', () => answered.every(({ number }) => arrivals(twilio, number) > 0))
  }
)
