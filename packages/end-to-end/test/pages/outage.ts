import type { Test } from 'tap'
import type { House } from './house.ts'

/** The service ends and comes back, before the eyes of somebody who does not touch the page. */
export async function survivesAnOutage(t: Test, { ops, enter, stack }: House) {
  const { page } = await enter('desk')
  await page.goto(ops)
  await page.evaluate('window.isSamePage = true')
  await stack.notification.stop()
  const notice = page.getByText('The service is not reached. It does not answer. What you see is from')
  await notice.waitFor()
  t.match(await page.title(), 'Overview', 'what was known stays there')
  stack.notification.startAgain()
  await notice.waitFor({ state: 'hidden' })
  await page.getByRole('heading', { name: 'Sending' }).waitFor()
  t.ok(await page.evaluate('window.isSamePage'), 'nobody loaded it again')
}
