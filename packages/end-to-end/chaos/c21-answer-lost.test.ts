import { arrivals, codeOn, posts } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'
import type { Scene } from './scene/open-scene.ts'

const LOST = [
  { kind: 'take_then_fail', status: 500, code: '20500' },
  { kind: 'take_then_reset' },
  { kind: 'take_then_hang' }
] as const

chaosCase(
  { id: 'C21', fault: 'Twilio takes the message, then answers 500, resets or never answers', isAmbiguous: true },
  async (scene) => {
    await loseAnswers(scene, scene.twilio)
    scene.t.equal(scene.twilio.taken.length, LOST.length, 'Twilio was asked, and nothing was sent again')
    scene.t.ok(scene.twilio.received.some(({ method }) => method === 'GET'))
  }
)

chaosCase(
  {
    id: 'C21',
    fault: 'the same with SNS, which cannot be asked',
    isAmbiguous: true,
    scene: { withSns: true, env: { SMS_PROVIDERS: 'sns' } }
  },
  async (scene) => {
    if (!scene.sns) return
    const senders = await loseAnswers(scene, scene.sns)
    scene.t.equal(scene.sns.taken.length, 2 * LOST.length, 'each phone got a second one')
    for (const { number, person } of senders) {
      scene.t.equal((await person.verify(codeOn(scene.sns, number))).status, 200, 'and either code is the right one')
    }
  }
)

async function loseAnswers(scene: Scene, provider: NonNullable<Scene['sns']> | Scene['twilio']) {
  const { stack, t } = scene
  const senders = await scene.gather(LOST.length)
  provider.next(...LOST)
  await scene.ask(senders)
  await until('the provider has all of them', () => senders.every(({ number }) => arrivals(provider, number) > 0))
  scene.mended()
  const sent = `select from identity.sms_messages where status = 'sent'`
  await until('all are known as sent', async () => (await stack.query(sent)).length === LOST.length)
  const [{ attempts, doubted } = { attempts: 0, doubted: 0 }] = await stack.query<Counted>(
    'select sum(attempt)::int as attempts, count(doubted_at)::int as doubted from notification.sms_messages'
  )
  t.equal(posts(provider), attempts, 'each attempt is one request on the wire')
  t.equal(doubted, LOST.length, 'the ledger keeps the doubt')
  const overview = async () => (await fetch(`${stack.notification.url}/ops/`)).text()
  await until('and shows it', async () => IN_DOUBT.test(await overview()))
  return senders
}

// The last figure of the provider's row.
const IN_DOUBT = new RegExp(`<tr><th>(twilio|sns)</th>((?!</tr>)[^])*>${LOST.length}</td></tr>`)

type Counted = { attempts: number; doubted: number }
