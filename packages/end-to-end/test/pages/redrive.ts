import type { Test } from 'tap'
import { codeOn } from '../fixtures/phones.ts'
import { until } from '../fixtures/until.ts'
import type { Customer } from './customers.ts'
import type { House } from './house.ts'

/** Finds a message that failed, reads why, redrives it once the provider is mended, and watches it arrive. */
export async function redrives(t: Test, { ops, enter, twilio }: House, { person, number, id }: Customer) {
  const { page, faults } = await enter('desk')
  const pill = (words: string) => page.locator('#message .pill', { hasText: words }).waitFor()
  t.match(await person.verification(), { status: 'failed' }, 'the person saw it fail')
  await page.goto(ops)
  await page.getByRole('link', { name: 'Messages' }).click()
  await page.getByLabel('State').selectOption('failed')
  await page.getByRole('button', { name: 'Filter' }).click()
  const row = page.getByRole('row', { name: `…${number.slice(-3)}` }).filter({ has: page.locator(`#m-${id}`) })
  t.match(await row.textContent(), /our sender or account may not send this \(21606\)\. Mend that, then redrive it\./)
  await row.getByRole('link').click()
  await pill('failed')

  twilio.always({ kind: 'take' })
  twilio.tellOfEach('after_answer')
  await page.getByRole('button', { name: 'Redrive' }).click()
  await page.getByText('It is redriven.').waitFor()
  await page.evaluate('window.isSamePage = true')
  await pill('sent')
  const sent = await until('the provider has it', () => twilio.taken.find(({ to }) => to === number))
  await until('the person sees it sent', async () => (await person.verification())?.status === 'sent')
  t.strictSame(await twilio.tell(sent, { status: 'delivered' }), [204])
  await pill('delivered')
  await until('the person sees it delivered', async () => (await person.verification())?.status === 'delivered')
  t.equal((await person.verify(codeOn(twilio, number))).status, 200)
  await pill('verified')
  t.ok(await page.evaluate('window.isSamePage'), 'nobody loaded the page again')

  const steps = await page.locator('.steps strong').allInnerTexts()
  const way = ['Asked for', 'Taken up by a worker', 'Failed', 'Redriven by desk', 'twilio took it']
  const end = ['The carrier delivered it', 'The code was typed in']
  t.strictSame(
    [...way, ...end].filter((step) => !steps.includes(step)),
    [],
    'its whole way is told'
  )
  t.notMatch(await page.content(), number, 'without the number')
  t.strictSame(faults, [])
}
