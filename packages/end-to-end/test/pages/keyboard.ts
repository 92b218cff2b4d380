import type { Page } from 'playwright-core'
import type { Test } from 'tap'
import type { House } from './house.ts'

const MOST_STOPS = 40
const STOP = `(({ id, href }) => id || href || '')(document.activeElement)`
const OUTLINE = `(({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1)
  (getComputedStyle(document.activeElement))`

/** Tabs until it stands on this, and sees at every stop where it is. */
async function tabTo(t: Test, page: Page, id: string) {
  for (let stops = 0; stops < MOST_STOPS; stops++) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(STOP)
    if (!(await page.evaluate(OUTLINE))) t.fail(`nobody sees that the focus is on ${stop}`)
    if (stop === id) return
  }
  t.fail(`the keyboard does not come to ${id}`)
}

/** Pauses, drains and resumes without a pointer. */
export async function worksByKeyboard(t: Test, { ops, enter, stack }: House) {
  const { page, faults } = await enter('desk')
  const title = (name: string | RegExp) => page.getByRole('heading', { name, exact: true }).waitFor()
  await page.goto(ops)
  for (const [action, heading] of [
    ['pause', 'Sending is paused'],
    ['drain', 'Drained: safe to stop']
  ] as const) {
    await tabTo(t, page, `asks-${action}`)
    await page.keyboard.press('Enter')
    await tabTo(t, page, action)
    await page.keyboard.press('Enter')
    await title(heading)
    await page.getByText('Paused by desk').waitFor()
    await tabTo(t, page, 'resume')
    await page.keyboard.press('Enter')
    await title(/^Sending/)
    await page.locator('#asks-pause').waitFor()
  }
  const sql = `select action from notification.operator_actions where who = 'desk' and action like 'queue.%' order by at`
  const done = (await stack.query<{ action: string }>(sql)).map(({ action }) => action)
  t.strictSame(done, ['queue.pause', 'queue.resume', 'queue.drain', 'queue.resume'], 'each is on the record')
  t.strictSame(faults, [])
}
