import { createServer } from 'node:http'
import type { Test } from 'tap'
import { close, listen } from '../../providers/listen.ts'
import type { House } from './house.ts'

type Refused = { who: string; target: string; details: { asked: string } }
const REFUSED = `select who, target, details from notification.operator_actions where action = 'refused' order by at`

/** A viewer finds nothing to press, and forges in vain what a button would send. */
export async function cannotAct(t: Test, { ops, enter, stack }: House, failedId: string) {
  const { page } = await enter('wall')
  for (const path of ['', `messages/${failedId}/`, 'messages/', 'messages/redrive/', 'actions/']) {
    await page.goto(ops + path)
    t.equal(await page.locator('form[method=post]').count(), 0, `/ops/${path} has nothing that acts`)
    t.equal(await page.locator('button:not(.filters button)').count(), 0)
  }
  await page.goto(`${ops}messages/${failedId}/`)
  await page.getByText('An operator may redrive it.').waitFor()
  const forged = ['sending/pause', 'sending/drain', 'sending/resume', `messages/${failedId}/redrive/`]
  for (const path of forged) t.equal(await page.evaluate(`${POST}('${ops}${path}')`), 403, path)
  const refused = await stack.query<Refused>(REFUSED)
  t.match(refused, [
    { who: 'wall', target: 'sms', details: { asked: 'queue.pause' } },
    { who: 'wall', target: 'sms', details: { asked: 'queue.drain' } },
    { who: 'wall', target: 'sms', details: { asked: 'queue.resume' } },
    { who: 'wall', target: failedId, details: { asked: 'message.redrive' } }
  ])
  t.equal(refused.length, forged.length)
  await page.goto(ops)
  await page.getByRole('heading', { name: 'Sending', exact: true }).waitFor()
}

const POST = `(async (url) => (await fetch(url, { method: 'POST', redirect: 'manual' })).status)`

/** Another site, open in an operator's browser, sends what their button would. The browser adds their sign-in. */
export async function cannotForge(t: Test, { ops, enter, stack }: House) {
  const form = `<form method="post" action="${ops}sending/pause"><button>Win a prize</button></form>`
  const elsewhere = createServer((_, response) => response.setHeader('content-type', 'text/html').end(form))
  const site = (await listen(elsewhere, 0)).replace('127.0.0.1', 'localhost')
  t.teardown(() => close(elsewhere))
  const { page } = await enter('desk')
  await page.goto(ops)
  await page.goto(site)
  const [answer] = await Promise.all([page.waitForResponse(/pause$/), page.getByRole('button').click()])
  t.equal(answer.status(), 403)
  t.match(await answer.json(), { code: 'other_origin' })
  const done = await stack.query(`select 1 from notification.operator_actions where action like 'queue.%'`)
  t.strictSame(done, [], 'and sending goes on')
}
