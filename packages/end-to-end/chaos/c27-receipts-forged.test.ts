import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'

const FORGED = [
  { signature: null },
  { signature: 'bm90IGEgc2lnbmF0dXJl' },
  { authToken: 'the-token-before-this-one' },
  { signedUrl: 'http://elsewhere.example.test/webhooks/twilio/status' }
]
const scene = { withReceipts: true }

chaosCase({ id: 'C27', fault: 'somebody who is not Twilio posts receipts', scene }, async (scene) => {
  const { stack, twilio, t } = scene
  const [sender] = await scene.gather(1)
  if (!sender) return
  await scene.ask([sender])
  await until('it is sent', async () => (await sender.person.verification())?.status === 'sent')
  const [sms] = twilio.taken
  if (!sms) return
  const ledger = () => stack.query('select * from notification.sms_messages')
  const before = await ledger()
  for (const status of ['delivered', 'undelivered', 'no such status']) {
    const steps = FORGED.map((forgery) => ({ status, ...forgery }))
    t.same(await twilio.tell(sms, ...steps), [403, 403, 403, 403], `a forged ${status}`)
    const elsewhere = `${new URL(sms.callback ?? '').origin}/webhooks/twilio/status?message_id=${crypto.randomUUID()}`
    t.same(
      await twilio.tell({ ...sms, callback: elsewhere }, ...steps),
      [403, 403, 403, 403],
      'of a message that does not exist: the same answer'
    )
  }
  t.same(await ledger(), before, 'nothing changed')
  t.same(await twilio.tell(sms, { status: 'delivered' }), [204], 'while Twilio itself is heard')
  await until('it is delivered', async () => (await sender.person.verification())?.status === 'delivered')
  scene.mended()
})
