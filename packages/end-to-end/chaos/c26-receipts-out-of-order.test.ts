import type { Step } from '../providers/twilio-callbacks.ts'
import { arrivals } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'
import type { Scene } from './scene/open-scene.ts'

const DISORDER: Step[] = [
  { status: 'delivered', times: 3 },
  { status: 'sent' },
  { status: 'queued' },
  { status: 'undelivered', errorCode: '30003', times: 2 }
]
const scene = { withReceipts: true }

chaosCase(
  { id: 'C26', fault: 'receipts come too early, twice, backwards, days late, or of nothing', scene },
  async (scene) => {
    const { stack, twilio, t } = scene
    twilio.tellOfEach('before_answer', { status: 'sent' }, { status: 'delivered', times: 2 })
    await askOne(scene, 'delivered')

    twilio.tellOfEach('after_answer')
    const disordered = await askOne(scene, 'sent')
    t.same(await twilio.tell(disordered, ...DISORDER), [204, 204, 204, 204, 204, 204, 204])
    t.same(await stateOf(scene, disordered.id), [{ state: 'delivered', failure: null }], 'a message only moves forward')

    const late = await askOne(scene, 'sent')
    await stack.query(
      `update notification.sms_messages set created_at = created_at - interval '72 hours', expires_at = expires_at - interval '72 hours',
       accepted_at = accepted_at - interval '72 hours' where provider_message_id = $1`,
      [late.id]
    )
    t.same(await twilio.tell(late, { status: 'delivered' }), [204])
    t.same(await stateOf(scene, late.id), [{ state: 'delivered', failure: null }], 'three days late is not too late')

    const before = await stack.query('select * from notification.sms_messages order by id')
    const callback = `${new URL(late.callback ?? '').origin}/webhooks/twilio/status?message_id=${crypto.randomUUID()}`
    t.same(await twilio.tell({ ...late, callback, id: `SM${'0'.repeat(32)}` }, { status: 'delivered' }), [204])
    t.same(
      await stack.query('select * from notification.sms_messages order by id'),
      before,
      'of nothing: nothing changes'
    )
    const delivered = `select from identity.sms_messages where status = 'delivered'`
    await until('identity is told', async () => (await stack.query(delivered)).length === 3)
    scene.mended()
  }
)

const stateOf = ({ stack }: Scene, id: string) =>
  stack.query('select state, failure from notification.sms_messages where provider_message_id = $1', [id])

/** A message as Twilio has it, once its person sees that status. */
async function askOne(scene: Scene, status: string) {
  const [sender] = await scene.gather(1)
  if (!sender) throw new Error('nobody came')
  await scene.ask([sender])
  await until(`it is ${status}`, async () => (await sender.person.verification())?.status === status)
  scene.t.equal(arrivals(scene.twilio, sender.number), 1)
  return scene.twilio.taken.findLast(({ to }) => to === sender.number) as Scene['twilio']['taken'][number]
}
