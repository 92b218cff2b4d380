import { posts } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'

// What Twilio says of the number, and what it refuses as a policy. The reason is the client's to read.
const FINAL: [code: string, status: number, failure: string][] = [
  ['21211', 400, 'invalid_number'],
  ['21614', 400, 'invalid_number'],
  ['21610', 400, 'opted_out'],
  ['21635', 400, 'unreachable'],
  ['30006', 400, 'unreachable'],
  ['21408', 403, 'region_not_allowed'],
  ['60605', 403, 'region_not_allowed'],
  ['60410', 403, 'blocked'],
  ['60413', 403, 'blocked']
]
const scene = { withSns: true }

chaosCase({ id: 'C25', fault: 'Twilio refuses for good, for the number or by policy', scene }, async (scene) => {
  const { stack, twilio, sns, t } = scene
  const senders = await scene.gather(FINAL.length)
  for (const [index, sender] of senders.entries()) {
    const [code = '', status = 0, failure = ''] = FINAL[index] ?? []
    twilio.next({ kind: 'fail', status, code })
    await scene.ask([sender])
    const failed = await until(`${code} is told`, async () => {
      const verification = await sender.person.verification()
      return verification?.status === 'failed' && verification
    })
    t.match(failed.failure, /\w+ .+\./, `${code}: a reason that a person can act on`)
    t.equal(posts(twilio), index + 1, `${code}: one call`)
    t.match(await stack.query('select * from notification.sms_messages where error_code = $1', [code]), [
      { state: 'failed', failure, attempt: 1 }
    ])
  }
  scene.mended()
  t.equal(sns?.received.length, 0, 'no other provider is asked for what this one refused')
  const overview = await (await fetch(`${stack.notification.url}/ops/`)).text()
  t.match(overview, /<b>twilio<\/b> <span[^>]*>circuit closed</)
})
