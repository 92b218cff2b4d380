import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { ROOT } from '../fixtures/run-process.ts'
import type { House, Name } from './house.ts'

// Output of the test, for whoever wants to see what it saw; those of the documents with PICTURES=docs/pictures.
const FOLDER = join(ROOT, process.env.PICTURES || '.tap/pictures')
const DESK = { viewport: { width: 1280, height: 800 } }
const PHONE = { viewport: { width: 375, height: 812 }, deviceScaleFactor: 2, colorScheme: 'dark' } as const

type Show = { name: string; path: string; who?: Name; options?: BrowserContextOptions; until?: string }

export async function pictureOverview(house: House) {
  const options = { viewport: { width: 1280, height: 1000 } }
  await take(house, { name: 'overview', path: '?range=24h', options })
  await take(house, { name: 'overview-phone', path: '?range=24h', who: 'wall', options: PHONE })
}

export const pictureMessages = (house: House) => take(house, { name: 'messages', path: 'messages/' })

/** @param id of a message with a long story */
export async function pictureTheRest(house: House, id: string) {
  const options = { viewport: { width: 1280, height: 1060 } }
  await take(house, { name: 'message', path: `messages/${id}/`, options })
  await take(house, { name: 'actions', path: 'actions/' })
  await take(house, { name: 'queues', path: 'queues/queue/sms?status=completed', until: `sms-${id}` })
}

async function take({ ops, enter }: House, { name, path, who = 'desk', options = DESK, until }: Show) {
  const { page } = await enter(who, options)
  await page.goto(ops + path)
  if (until) await page.getByText(until).first().waitFor()
  await keep(page, name)
  await page.context().close()
}

async function keep(page: Page, name: string) {
  await mkdir(FOLDER, { recursive: true })
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' })
}
