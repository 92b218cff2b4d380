import { SMS_STATUS_QUEUE, updateJobId } from '@gatehouse/contracts'
import type { Test } from 'tap'
import { onBothQueues } from '../fixtures/backends.ts'
import { MINUTE } from '../fixtures/clock.ts'
import { openMessages } from '../fixtures/messages.ts'
import type { Person } from '../fixtures/people.ts'
import { newNumber, signedInUser } from '../fixtures/people.ts'
import { openQueue } from '../fixtures/queue.ts'
import type { Identity, Teardown } from '../fixtures/start-identity.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { until } from '../fixtures/until.ts'

type Report = { status: string; error_code?: string | null; redrives?: number }

/** Reports the fate of a person's newest message as notification does. */
function openReports(t: Teardown, identity: Identity) {
  const messages = openMessages(t, identity)
  const statuses = openQueue(identity.settings.queueUrl, SMS_STATUS_QUEUE)
  t.teardown(statuses.close)
  let count = 0
  const add = (data: object, id = `test-${++count}`) => statuses.add('update', data, id).then(() => id)
  const isDone = async (id: string) =>
    (await (await statuses.job(id))?.isCompleted()) || (await (await statuses.job(id))?.isFailed())
  return {
    statuses,
    add,
    settled: (id: string) => until(`the end of ${id}`, () => isDone(id)),
    async report(person: Person, { status, error_code = null, redrives = 0 }: Report) {
      const { id } = await messages.newestOf(person)
      const at = identity.clock.now().toISOString()
      const job = await add(
        { message_id: id, status, provider: 'inbox', error_code, at, ...(redrives > 0 ? { redrives } : {}) },
        updateJobId(`${id}`, status as 'sent', redrives)
      )
      await until(`${status} to be taken`, () => isDone(job))
      return (await person.get('phone-verification')).json().verification
    }
  }
}

async function sentTo(identity: Identity) {
  const person = await signedInUser(identity)
  await person.post('send-phone-verification', { phone_number: newNumber() })
  return person
}

type Setting = { identity: Identity; reports: ReturnType<typeof openReports> }

onBothQueues('reports of messages', async (t, { server, env }) => {
  const identity = await startIdentity(t, { server, env })
  const setting = { identity, reports: openReports(t, identity) }
  await t.test('the user sees what became of the message', (t) => isShown(t, setting))
  await t.test('a message only moves forward', (t) => movesForward(t, setting))
  await t.test('a message that failed stays failed, and another may follow', (t) => staysFailed(t, setting))
  await t.test('a message that was redriven is told anew', (t) => isToldAnew(t, setting))
  await t.test('a report that does not fit goes to the failed set and stops nothing', (t) => refusesTheRest(t, setting))
})

async function isShown(t: Test, { identity, reports: { report } }: Setting) {
  const person = await sentTo(identity)
  t.match(await report(person, { status: 'sent' }), { status: 'sent', failure: null, attempts_remaining: 5 })
  t.match(await report(person, { status: 'delivered' }), { status: 'delivered', failure: null })

  const unlucky = await sentTo(identity)
  const { status, failure } = await report(unlucky, { status: 'failed', error_code: 'invalid_number' })
  t.equal(status, 'failed')
  t.match(failure, /number/i, 'in words that a person can act on')
  t.notMatch(failure, /invalid_number/)
}

async function movesForward(t: Test, { identity, reports: { report } }: Setting) {
  const person = await sentTo(identity)
  t.equal((await report(person, { status: 'delivered' })).status, 'delivered')
  t.equal((await report(person, { status: 'sent' })).status, 'delivered', 'a late report')
  t.equal((await report(person, { status: 'queued' })).status, 'delivered')
  const failed = await report(person, { status: 'failed', error_code: 'unreachable' })
  t.match(failed, { status: 'delivered', failure: null }, 'what was delivered did not fail')
}

async function staysFailed(t: Test, { identity, reports: { report } }: Setting) {
  const person = await sentTo(identity)
  await report(person, { status: 'failed', error_code: 'unreachable' })
  const later = await report(person, { status: 'expired', error_code: 'expired' })
  t.match(later, { status: 'failed', failure: /could not be reached/ }, 'the first reason is the reason')
  identity.clock.advance(MINUTE)
  await person.post('send-phone-verification', { phone_number: later.phone_number })
  t.match((await person.get('phone-verification')).json().verification, { status: 'queued', failure: null })
}

async function isToldAnew(t: Test, { identity, reports: { report } }: Setting) {
  const person = await sentTo(identity)
  await report(person, { status: 'failed', error_code: 'provider_unavailable' })
  t.match(await report(person, { status: 'queued', redrives: 1 }), { status: 'queued', failure: null })
  t.equal((await report(person, { status: 'expired', error_code: 'expired' })).status, 'queued', 'a word of before')
  const again = await report(person, { status: 'failed', error_code: 'unreachable', redrives: 1 })
  t.match(again, { status: 'failed', failure: /could not be reached/ })
  t.equal((await report(person, { status: 'sent', redrives: 2 })).status, 'sent', 'also if it came first')
  t.equal((await report(person, { status: 'queued', redrives: 2 })).status, 'sent')
  t.equal((await report(person, { status: 'delivered', redrives: 2 })).status, 'delivered')
}

async function refusesTheRest(t: Test, { identity, reports: { report, add, settled, statuses } }: Setting) {
  const person = await sentTo(identity)
  const at = new Date().toISOString()
  const fits = { message_id: crypto.randomUUID(), status: 'sent', provider: null, error_code: null, at }
  const broken = [
    { message_id: 'x' },
    { status: 'lost' },
    { at: 'now' },
    { error_code: 'no +4915112345678' },
    { status: 7 }
  ]
  for (const fault of [...broken, { message_id: undefined }]) {
    const id = await add({ ...fits, ...fault })
    await settled(id)
    const job = await statuses.job(id)
    t.ok(await job?.isFailed(), JSON.stringify(fault))
    t.match(job?.failedReason, /invalid_job/)
    t.notMatch(job?.failedReason, /4915112345678/, 'the reason holds no value')
    t.equal(job?.attemptsMade, 1, 'and it is not tried again')
  }
  const unknown = await add(fits)
  await settled(unknown)
  t.ok(await (await statuses.job(unknown))?.isCompleted(), 'a message that is gone is no fault')
  t.equal((await report(person, { status: 'sent' })).status, 'sent', 'the next one is taken')
}
