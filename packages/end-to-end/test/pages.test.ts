import t from 'tap'
import { NO_BROWSER as skip } from './fixtures/chromium.ts'
import { until } from './fixtures/until.ts'
import { seesNothing } from './pages/anonymous.ts'
import { looksRight } from './pages/appearance.ts'
import { customer, someCustomers } from './pages/customers.ts'
import { earlierToday } from './pages/earlier-today.ts'
import { openHouse } from './pages/house.ts'
import { worksByKeyboard } from './pages/keyboard.ts'
import { cannotAct, cannotForge } from './pages/onlooker.ts'
import { survivesAnOutage } from './pages/outage.ts'
import { pictureMessages, pictureOverview, pictureTheRest } from './pages/pictures.ts'
import { redrives } from './pages/redrive.ts'

// Six tries of one message take half a minute, meanwhile the rest is looked at.
const SENDER_REFUSED = { kind: 'fail', status: 400, code: '21606' } as const

t.setTimeout(240_000)

t.test('what operators see and do, in a browser', { skip }, async (t) => {
  const house = await openHouse(t)
  const { stack, twilio } = house
  await someCustomers(house)
  await earlierToday(house)
  await pictureOverview(house)
  twilio.always(SENDER_REFUSED)
  const failing = await customer(house, 'DE')

  await t.test('an anonymous one sees nothing', (t) => seesNothing(t, house, failing.id))
  await t.test('another site cannot act through an operator', (t) => cannotForge(t, house))
  await t.test('everything is done by keyboard', (t) => worksByKeyboard(t, house))
  await t.test('the page tells when the service is gone, and comes back by itself', (t) => survivesAnOutage(t, house))
  await until('the message fails', async () => {
    const sql = `select 1 from notification.sms_messages where id = $1 and state = 'failed'`
    return (await stack.query(sql, [failing.id])).length > 0
  })
  await pictureMessages(house)
  await t.test('a viewer sees everything and can do nothing', (t) => cannotAct(t, house, failing.id))
  await t.test('every page is readable, wide and narrow, light and dark', (t) => looksRight(t, house, failing.id))
  await t.test('an operator redrives a failed message and watches it arrive', (t) => redrives(t, house, failing))
  await pictureTheRest(house, failing.id)
})
