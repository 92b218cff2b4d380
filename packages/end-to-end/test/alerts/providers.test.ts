import t from 'tap'
import { newNumber, signedIn } from '../fixtures/people.ts'
import { againUntil } from './again-until.ts'
import type { Drill } from './open-drill.ts'
import { openDrill } from './open-drill.ts'
import { MISSING } from './program.ts'

const BURST = 45
const REFUSED_KEY = { kind: 'fail', status: 401, code: '20003' } as const
const BROKEN = { kind: 'fail', status: 500, code: '20500' } as const

// Each alert takes the time that its condition has to hold, one after the other.
t.setTimeout(240_000)

t.test('alerts on providers and on what becomes of messages fire when it happens', { skip: MISSING }, async (t) => {
  // Without limits one person can ask for all of them.
  const drill = await openDrill(t, { RATE_LIMITS: 'off' })
  const { twilio, prometheus } = drill
  const { fires, ceases } = prometheus

  await t.test('CodesSlow: the provider takes its time', async () => {
    twilio.always({ kind: 'take', latencyMs: 1500 })
    await askFor(drill, 5)
    await fires('CodesSlow')
    twilio.always({ kind: 'take' })
  })

  await t.test(
    'ReceiptsMissing and ConversionCollapsed: messages are taken, and nobody hears or types them',
    async () => {
      twilio.tellOfEach('after_answer')
      await againUntil(Promise.all([fires('ReceiptsMissing'), fires('ConversionCollapsed')]), () =>
        askFor(drill, BURST)
      )
      twilio.tellOfEach('after_answer', { status: 'delivered' })
    }
  )

  await t.test('SenderMisconfigured: the provider refuses the key', async () => {
    twilio.next(REFUSED_KEY)
    await askFor(drill, 1)
    await fires('SenderMisconfigured')
  })

  await t.test('JobsWaitTooLong: every hand of the workers waits for the provider', async () => {
    // Not for so long that it counts as a failure: the circuit would open, and then nothing waits in line.
    twilio.always({ kind: 'take', latencyMs: 6000 })
    await againUntil(fires('JobsWaitTooLong'), () => askFor(drill, BURST))
    twilio.always({ kind: 'take' })
  })

  await t.test('MessagesInDoubt: the provider answers nothing', async () => {
    twilio.always({ kind: 'hang' })
    await againUntil(fires('MessagesInDoubt'), () => askFor(drill, 5))
  })

  await t.test('ProviderFails and ProviderCircuitOpen: the provider answers 500', async () => {
    twilio.always(BROKEN)
    const both = Promise.all([fires('ProviderFails'), fires('ProviderCircuitOpen')])
    await againUntil(both, () => askFor(drill, 5))
    twilio.always({ kind: 'take' })
    await againUntil(ceases('ProviderCircuitOpen'), () => askFor(drill, 1))
  })
})

async function askFor({ identity }: Drill, count: number) {
  const [person, number] = [await signedIn(identity), newNumber()]
  for (let asked = 0; asked < count; asked++) await person.sendCode(number)
}
