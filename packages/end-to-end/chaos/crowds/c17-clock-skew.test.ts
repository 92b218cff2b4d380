import { arrivals } from '../../test/fixtures/phones.ts'
import type { Service } from '../../test/fixtures/service.ts'
import { until } from '../../test/fixtures/until.ts'
import { chaosCase } from '../scene/chaos-case.ts'
import { clockOffBy, noFalseClock } from '../scene/false-clock.ts'

const SENDS = 12
// Long enough in hand for a worker whose clock is ahead to believe that one whose clock is behind is dead.
const SLOW = { kind: 'take', latencyMs: 6500 } as const
const [ahead, behind] = [clockOffBy(60), clockOffBy(-60)]

chaosCase(
  {
    id: 'C17',
    isCrowd: true,
    fault: 'clocks are a minute ahead and a minute behind, of identities and of workers',
    missing: noFalseClock,
    scene: { identities: [ahead, behind], notifications: [behind, ahead, {}] }
  },
  async (scene) => {
    const { stack, twilio, t } = scene
    twilio.always(SLOW)
    const senders = (await Promise.all(stack.identities.map((door) => scene.gather(SENDS, door)))).flat()
    const sends = await scene.ask(senders)
    t.ok(sends.every(({ status }) => status === 200))
    scene.mended()
    await until('all arrived', () => senders.every(({ number }) => arrivals(twilio, number) > 0))
    const lives = await stack.query<{ minutes: number }>(
      'select round(extract(epoch from expires_at - clock_timestamp()) / 60)::int as minutes from identity.phone_verifications'
    )
    const seen = [...new Set(lives.map(({ minutes }) => minutes))].sort((a, b) => a - b)
    t.ok(seen.length === 2 && Number(seen[1]) - Number(seen[0]) === 2, `the clocks were two minutes apart (${seen})`)
    t.same(stack.identities.map(skewTold), [60, -60], 'each identity tells by how much it is off')
    t.same(stack.notifications.map(skewTold), [-60, 60, undefined], 'and each worker, but the one that is right')
  }
)

/** About how many seconds a service says that its clock is off; undefined if it says nothing. */
function skewTold(service: Service) {
  const told = /"seconds":(-?[\d.]+),"msg":"clock_skew"/.exec(service.output())?.[1]
  return told === undefined ? undefined : Math.round(Number(told) / 10) * 10
}
