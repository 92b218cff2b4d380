import { join } from 'node:path'
import type { Test } from 'tap'
import type { House } from './house.ts'

const FACTS = join(import.meta.dirname, 'facts.js')
const WIDTHS = [
  { width: 1280, height: 900 },
  { width: 375, height: 812 }
]

/** Every page of ours at both widths, in both colours; with the parts open that are folded at first. */
export async function looksRight(t: Test, { ops, enter }: House, failedId: string) {
  const paths = ['', '?range=24h', '?range=30d', 'messages/', `messages/${failedId}/`, 'messages/redrive/', 'actions/']
  for (const colorScheme of ['light', 'dark'] as const)
    for (const viewport of WIDTHS) {
      const { page, faults } = await enter('desk', { colorScheme, viewport })
      await page.addInitScript({ path: FACTS })
      for (const path of paths) {
        await page.goto(ops + path)
        const where = `/ops/${path.replace(failedId, '…')}, ${colorScheme}, ${viewport.width} px`
        t.strictSame(await page.evaluate('faultsOfPage()'), [], where)
        await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true')
        t.strictSame(await page.evaluate('faultsOfPage()'), [], `${where}, unfolded`)
      }
      t.strictSame(faults, [], 'and the console has nothing to say')
      await page.context().close()
    }
}
