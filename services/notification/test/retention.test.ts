import t from 'tap'
import { eraseFromLedger } from '../src/delivery/erase-from-ledger.ts'
import { forgetEnded } from '../src/delivery/forget-ended.ts'
import { forgetInbox } from '../src/inbox/forget-inbox.ts'
import { forgetActions } from '../src/operations/actions/forget-actions.ts'
import { recordAction } from '../src/operations/actions/record-action.ts'
import { inboxProvider } from '../src/providers/inbox.ts'
import { RETENTION_DAYS } from '../src/retention.ts'
import type { World } from './helpers/world.ts'
import { openWorld, run, SEALING_KEYS, sendJob } from './helpers/world.ts'

const DAY_MS = 24 * 3600 * 1000
const world = await openWorld(t)
const deps = { ...world.deps, providers: [inboxProvider(world.deps.orm, SEALING_KEYS)] }
const fork = () => deps.orm.em.fork()
const after = (days: number) => new Date(Date.now() + days * DAY_MS)
const count = async (table: string, id: string, column = 'id') =>
  (await fork().execute(`select 1 from notification.${table} where ${column} = ?`, [id])).length

async function send(sender: Pick<World, 'deps'> = { deps }) {
  const job = await sendJob()
  await run(sender, job)
  return job.message_id
}

t.test('a message is kept for a month after its end, and goes with its events', async (t) => {
  const id = await send()
  t.ok((await count('message_events', id, 'message_id')) > 0)
  await forgetEnded(fork(), after(RETENTION_DAYS.messages - 0.01))
  t.equal(await count('sms_messages', id), 1)
  await Promise.all([1, 2].map(() => forgetEnded(fork(), after(RETENTION_DAYS.messages + 0.01))))
  t.equal(await count('sms_messages', id), 0)
  t.equal(await count('message_events', id, 'message_id'), 0)
})

t.test('the figures that are made of messages are gone before them', async (t) => {
  t.ok(RETENTION_DAYS.figures < RETENTION_DAYS.messages)
})

t.test('what has no end yet, and what identity was not told, is kept', async (t) => {
  const [untold, open, moved] = [await send(), await send(), await send()]
  await world.change(untold, { reportedStatus: 'queued' })
  await world.change(open, { state: 'in_doubt', status: 'queued', reportedStatus: 'queued' })
  await world.change(moved, { statusAt: after(10) })
  await forgetEnded(fork(), after(RETENTION_DAYS.messages + 1))
  t.same(await Promise.all([untold, open, moved].map((id) => count('sms_messages', id))), [1, 1, 1])
  await world.change(untold, { reportedStatus: 'sent', status: 'sent' })
  await forgetEnded(fork(), after(RETENTION_DAYS.messages + 11))
  t.same(await Promise.all([untold, open, moved].map((id) => count('sms_messages', id))), [0, 1, 0])
})

t.test('what was erased, and a receipt that never came, hold nothing', async (t) => {
  const [erased, unanswered] = [await send(), await send()]
  await eraseFromLedger(fork(), erased)
  await world.change(unanswered, { nextAskAt: after(1) })
  await forgetEnded(fork(), after(RETENTION_DAYS.messages + 1))
  t.same([await count('sms_messages', erased), await count('sms_messages', unanswered)], [0, 0])
})

t.test('the inbox is kept for a week', async (t) => {
  const id = await send()
  await forgetInbox(fork(), after(6.9))
  t.equal(await count('inbox_messages', id), 1)
  await forgetInbox(fork(), after(7.1))
  t.equal(await count('inbox_messages', id), 0)
})

t.test('what operators did is kept for a year', async (t) => {
  const id = await recordAction(fork(), { who: 'Ada', role: 'operator', action: 'queue.pause', target: 'sms' })
  await forgetActions(fork(), after(364))
  t.equal(await count('operator_actions', id), 1)
  await forgetActions(fork(), after(366))
  t.equal(await count('operator_actions', id), 0)
})

t.test('each sweep finds what is old by an index', async (t) => {
  const old = {
    sms_messages: "created_at < now() and status_at < now() and state not in ('pending')",
    inbox_messages: 'sent_at < now()',
    operator_actions: 'at < now()'
  }
  for (const [table, condition] of Object.entries(old)) {
    const plan = await fork().transactional(async (em) => {
      await em.execute('set local enable_seqscan = off')
      return em.execute(`explain select ctid from notification.${table} where ${condition} limit 5000`)
    })
    t.match(JSON.stringify(plan), new RegExp(`${table}_(created_at|sent_at|at|at_id)_index`))
  }
})
