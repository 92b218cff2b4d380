import { makeEntry } from '@gatehouse/platform/operators/make-entry'
import { generatePassword } from '@gatehouse/platform/operators/password'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import type { Test } from 'tap'
import { POSTGRES } from '../fixtures/backends.ts'
import { openBrowser, openWindow } from '../fixtures/chromium.ts'
import type { Twilio } from '../fixtures/phones.ts'
import { startTwilio } from '../fixtures/phones.ts'
import type { Stack } from '../fixtures/start-stack.ts'
import { startStack } from '../fixtures/start-stack.ts'

/** A provider calls back only where it could come from outside. */
const PUBLIC_URL = 'http://sms.example.test'
const PASSWORD = generatePassword()

export type Name = 'desk' | 'wall'
export type House = {
  stack: Stack
  twilio: Twilio
  browser: Browser
  /** Where operators go. */
  ops: string
  /** A browser in which this person can sign in: desk is an operator, wall a viewer. */
  enter: (name: Name, options?: BrowserContextOptions) => ReturnType<typeof openWindow>
}

/** Both services, a provider that sends receipts, and people who may look. */
export async function openHouse(t: Test): Promise<House> {
  const entries = await Promise.all([makeEntry('desk', 'operator', PASSWORD), makeEntry('wall', 'viewer', PASSWORD)])
  const twilio = await startTwilio(t)
  const env = { ...twilio.settings, NOTIFICATION_PUBLIC_URL: PUBLIC_URL, OPS_USERS: entries.join(',') }
  const stack = await startStack(t, POSTGRES, { env })
  twilio.callAt(stack.notification.url)
  const browser = await openBrowser(t)
  const enter = (username: Name, options: BrowserContextOptions = {}) =>
    openWindow(browser, { httpCredentials: { username, password: PASSWORD }, timezoneId: 'Europe/Berlin', ...options })
  return { stack, twilio, browser, ops: `${stack.notification.url}/ops/`, enter }
}
