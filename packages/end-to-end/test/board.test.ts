import { SEND_JOB, SMS_QUEUE } from '@gatehouse/contracts'
import { createLog } from '@gatehouse/platform/log'
import { hashForEntry } from '@gatehouse/platform/operators/password'
import { openQueueStore } from '@gatehouse/platform/queue/open-queue-store'
import type { Browser } from 'playwright-core'
import type { Test } from 'tap'
import t from 'tap'
import { POSTGRES } from './fixtures/backends.ts'
import { openBrowser, openWindow, NO_BROWSER as skip } from './fixtures/chromium.ts'
import { startStack } from './fixtures/start-stack.ts'
import { until } from './fixtures/until.ts'

const PASSWORD = 'a password of some length'
const NUMBER = '4155552671'

async function openStack(t: Test) {
  const hash = await hashForEntry(PASSWORD)
  const stack = await startStack(t, POSTGRES, { env: { OPS_USERS: `desk:operator:${hash},wall:viewer:${hash}` } })
  const store = openQueueStore(stack.queueUrl, createLog({ name: 'test', level: 'silent', pretty: false }))
  t.teardown(() => store.close())
  // No message: it goes to the failed set.
  const id = `sms-${crypto.randomUUID()}`
  await store.producer(SMS_QUEUE).add(SEND_JOB, { to: `+1${NUMBER}` }, id)
  const queue = await store.open(SMS_QUEUE)
  await until('the job failed', async () => (await queue.getJobState(id)) === 'failed')
  return { stack, id }
}

/** The board as this person sees it, and what the browser could not do. */
async function look(browser: Browser, url: string, username: string) {
  const { page, faults } = await openWindow(browser, { httpCredentials: { username, password: PASSWORD } })
  await page.goto(`${url}/ops/queues/queue/sms?status=failed`)
  await page.getByText('invalid_job: / required').waitFor()
  return { page, faults }
}

t.test('the board works in a browser under its policy; a viewer sees no button that acts', { skip }, async (t) => {
  const { stack, id } = await openStack(t)
  const browser = await openBrowser(t)

  const viewer = await look(browser, stack.notification.url, 'wall')
  t.notMatch(await viewer.page.content(), NUMBER)
  t.equal(await viewer.page.getByRole('button', { name: /retry|clean|pause|promote|add|edit|duplicate/i }).count(), 0)
  t.same(viewer.faults, [])

  const operator = await look(browser, stack.notification.url, 'desk')
  t.notMatch(await operator.page.content(), NUMBER)
  await operator.page.getByRole('button', { name: 'Clean all' }).waitFor()
  t.same(operator.faults, [])
  await operator.page.goto(`${stack.notification.url}/ops/queues/queue/sms/${id}`)
  await operator.page.getByText(id).first().waitFor()

  const { status } = await fetch(`${stack.notification.url}/ops/queues/`)
  t.equal(status, 401, 'and whoever is nobody sees nothing')
})
