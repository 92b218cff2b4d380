import { setTimeout as pause } from 'node:timers/promises'
import { arrivals } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'

const SENDS = 4
const LONGER_THAN_THE_LOCK_MS = 20_000

chaosCase(
  { id: 'C34', fault: 'the only worker is blocked past its lock, its messages at the provider' },
  async (scene) => {
    const { stack, twilio, t } = scene
    twilio.always({ kind: 'take', latencyMs: 500 })
    const senders = await scene.gather(SENDS)
    await scene.ask(senders)
    await until('the provider is asked', () => twilio.received.length === SENDS)
    process.kill(stack.notification.pid(), 'SIGSTOP')
    await until('the provider took them', () => twilio.taken.length === SENDS)
    await pause(LONGER_THAN_THE_LOCK_MS)
    process.kill(stack.notification.pid(), 'SIGCONT')
    scene.mended()
    const sent = `select from identity.sms_messages where status = 'sent'`
    await until('all are known as sent', async () => (await stack.query(sent)).length === SENDS)
    t.ok(senders.every(({ number }) => arrivals(twilio, number) === 1))
  }
)
