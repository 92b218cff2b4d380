import { at } from '../../test/fixtures/people.ts'
import { arrivals } from '../../test/fixtures/phones.ts'
import { until } from '../../test/fixtures/until.ts'
import { chaosCase } from '../scene/chaos-case.ts'

const USERS = 20
const NUMBERS_EACH = 10
const AN_HOUR_PER_ADDRESS = 10
const ATTACKER = '198.51.100.7'
const premium = (n: number) => `+4915135${String(700_000 + n).slice(-6)}`

chaosCase(
  { id: 'C37', isCrowd: true, fault: 'many users of one address ask for codes to two hundred numbers of one prefix' },
  async (scene) => {
    const { stack, twilio, t } = scene
    const [people, [innocent]] = [await scene.gather(USERS), await scene.gather(1)]
    if (!innocent) return
    const bots = people.map(({ person }) => ({ ...person, ...at(stack.identity, { ...person, address: ATTACKER }) }))
    // All at one instant, and somebody else behind them.
    const crowd = bots.flatMap((person, user) =>
      Array.from({ length: NUMBERS_EACH }, (_, n) => ({ person, number: premium(user * NUMBERS_EACH + n) }))
    )
    const [answers, asked] = await Promise.all([scene.ask(crowd), scene.ask([innocent])])
    t.match(asked, [{ status: 200 }], 'somebody else is not refused')
    const counted = (wanted: number) => answers.filter(({ status }) => status === wanted).length
    t.equal(counted(200), AN_HOUR_PER_ADDRESS, 'the address’s limit trips')
    t.equal(counted(429), answers.length - AN_HOUR_PER_ADDRESS, 'and says so')

    // From addresses of their own, all for one number.
    const onOne = await scene.ask(people.map(({ person }) => ({ person, number: premium(999) })))
    t.ok(onOne.filter(({ status }) => status === 200).length <= 1, 'the number’s limit trips')
    scene.mended()
    await until('somebody else’s arrives', () => arrivals(twilio, innocent.number) === 1)
    const queued = `select from identity.sms_messages where status = 'queued'`
    await until('all that was answered is sent', async () => (await stack.query(queued)).length === 0)
    t.ok(twilio.taken.length <= AN_HOUR_PER_ADDRESS + 2, `${twilio.taken.length} messages were paid for`)
  }
)
