import { arrivals, posts } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'

const SENDS = 10
const CODE_TTL_SECONDS = 12
const scene = { env: { PHONE_CODE_TTL: `${CODE_TTL_SECONDS}` } }

chaosCase({ id: 'C20', fault: 'Twilio refuses with 429 for longer than a code lives', scene }, async (scene) => {
  const { stack, twilio, t } = scene
  twilio.always({ kind: 'fail', status: 429, code: '20429', retryAfter: 1 })
  const senders = await scene.gather(SENDS)
  t.ok((await scene.ask(senders)).every(({ status }) => status === 200))
  const ended = `select from identity.sms_messages where status in ('failed', 'expired') and failure is not null`
  await until('each is told with a reason', async () => (await stack.query(ended)).length === SENDS)
  const open = `select from notification.sms_messages where state in ('pending', 'sending', 'in_doubt')`
  await until('the ledger has ended them', async () => (await stack.query(open)).length === 0)
  const calls = posts(twilio)
  // One refusal makes the process leave Twilio alone for a second; what is in hand then is refused as well.
  t.ok(calls <= SENDS * (CODE_TTL_SECONDS / 2), `${calls} calls for ${SENDS} messages in ${CODE_TTL_SECONDS} s`)
  t.match(await senders[0]?.person.verification(), { status: /^(failed|expired)$/, failure: String })

  twilio.always({ kind: 'take' })
  scene.mended()
  const [fresh] = await scene.gather(1)
  if (!fresh) return
  await scene.ask([fresh])
  await until('a fresh one arrives', () => arrivals(twilio, fresh.number) === 1)
  t.equal(posts(twilio), calls + 1, 'and nothing of the dead ones was tried again')
  t.equal(twilio.taken.length, 1)
})
