import { arrivals, posts } from '../../test/fixtures/phones.ts'
import { until } from '../../test/fixtures/until.ts'
import { chaosCase } from '../scene/chaos-case.ts'

const SENDS = 100
const A_SECOND = 20

chaosCase(
  { id: 'C19', isCrowd: true, fault: 'Twilio refuses with 429 what is more than it takes in a second' },
  async (scene) => {
    const { stack, twilio, t } = scene
    const senders = await scene.gather(SENDS)
    twilio.cap(A_SECOND)
    twilio.next({ kind: 'fail', status: 429, code: '20429', retryAfter: 1 })
    t.ok((await scene.ask(senders)).every(({ status }) => status === 200))
    await until('all arrived', () => senders.every(({ number }) => arrivals(twilio, number) > 0))
    scene.mended()
    const calls = posts(twilio)
    t.ok(calls > SENDS && calls <= 1.5 * SENDS, `${calls} calls for ${SENDS} messages`)
    const failed = `select from notification.sms_messages where state in ('failed', 'expired')`
    t.same(await stack.query(failed), [], 'no refusal cost a message its tries')
  }
)
