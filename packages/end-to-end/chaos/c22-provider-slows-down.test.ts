import { arrivals, posts } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'

const TIMES_OUT = 6

chaosCase(
  {
    id: 'C22',
    fault: 'Twilio becomes slower and slower, from one second to twelve',
    isAmbiguous: true,
    scene: { withSns: true }
  },
  async (scene) => {
    const { stack, twilio, sns, t } = scene
    if (!sns) return
    for (const latencyMs of [1000, 4000]) {
      twilio.always({ kind: 'take', latencyMs })
      const [patient] = await scene.gather(1)
      if (!patient) return
      await scene.ask([patient])
      await until('it is known as sent', async () => (await patient.person.verification())?.status === 'sent')
      t.equal(arrivals(twilio, patient.number), 1, 'slow is not broken')
    }
    const senders = await scene.gather(TIMES_OUT)
    const others = await scene.gather(5)
    // Longer than the time-out of a call: it takes the message when nobody listens any more.
    twilio.always({ kind: 'take', latencyMs: 12_000 })
    await scene.ask(senders)
    const isOpen = () => stack.notification.output().includes('"what":"sends","state":"open"')
    await until('the circuit opens', isOpen)
    t.ok(twilio.taken.length === 2, 'before Twilio answered any of them: the time-out is our own')
    scene.mended()
    const called = posts(twilio)
    await scene.ask(others)
    await until('others go through SNS', () => others.every(({ number }) => arrivals(sns, number) === 1))
    t.equal(posts(twilio), called, 'and do not wait for Twilio')
    twilio.always({ kind: 'take' })
    await until('all are known', async () => (await stack.query(waiting)).length === 0)
  }
)

const waiting = `select from identity.sms_messages where status = 'queued'`
