import { SMS_QUEUE, sendJobId } from '@gatehouse/contracts'
import { handOver } from '../../src/hand-off/hand-over.ts'
import { recordDelivery } from '../../src/phone-verification/record-delivery.ts'
import { repeatSends } from '../../src/phone-verification/repeat-sends.ts'
import { jobWriter } from '../../src/phone-verification/write-job.ts'
import { onBothQueues } from '../fixtures/backends.ts'
import { MINUTE, SECOND } from '../fixtures/clock.ts'
import { newNumber, signedInUser } from '../fixtures/people.ts'
import { openQueue } from '../fixtures/queue.ts'
import type { Identity } from '../fixtures/start-identity.ts'
import { startIdentity } from '../fixtures/start-identity.ts'

const relay = ({ orm, store, deps }: Identity) =>
  handOver({ fork: () => orm.em.fork(), store, now: deps.now, writeJob: jobWriter(deps) })
const repeat = ({ orm, deps }: Identity) => repeatSends(deps, orm.em.fork())
const waiting = async (identity: Identity) =>
  (await identity.query('select from identity.hand_offs where handed_over_at is null')).length

onBothQueues('a queue that lost its jobs gets them again', async (t, { server, env }) => {
  const identity = await startIdentity(t, { server, env, relay: false })
  const queue = openQueue(identity.settings.queueUrl, SMS_QUEUE)
  t.teardown(queue.close)
  const person = await signedInUser(identity)
  await person.post('send-phone-verification', { phone_number: newNumber() })
  const [{ id } = { id: '' }] = await identity.query<{ id: string }>('select id from identity.sms_messages')
  await relay(identity)
  identity.clock.advance(29 * SECOND)
  await repeat(identity)
  t.equal(await waiting(identity), 0, 'patience comes first')

  await identity.store.producer(SMS_QUEUE).remove(sendJobId(id))
  identity.clock.advance(2 * SECOND)
  await repeat(identity)
  t.equal(await waiting(identity), 1)
  await relay(identity)
  t.ok(await queue.job(sendJobId(id)))
  await repeat(identity)
  t.equal(await waiting(identity), 0, 'and then it is given time again')
})

onBothQueues('what is still there, has its end or is dead is not worked twice', async (t, { server, env }) => {
  const identity = await startIdentity(t, { server, env, relay: false })
  const queue = openQueue(identity.settings.queueUrl, SMS_QUEUE)
  t.teardown(queue.close)
  const people = [await signedInUser(identity), await signedInUser(identity)]
  for (const person of people) await person.post('send-phone-verification', { phone_number: newNumber() })
  await relay(identity)
  await identity.query(
    `update identity.sms_messages set status = 'sent' where id = (select min(id::text)::uuid from identity.sms_messages)`
  )
  identity.clock.advance(MINUTE)
  await repeat(identity)
  t.equal(await waiting(identity), 1, 'only the one without a word')
  await relay(identity)
  t.equal((await queue.jobs()).length, 2, 'the queue had it still')
  identity.clock.advance(10 * MINUTE)
  await repeat(identity)
  t.equal(await waiting(identity), 0, 'a dead code is sent to nobody')
})

onBothQueues('a redriven message whose job is gone is handed over again', async (t, { server, env }) => {
  const identity = await startIdentity(t, { server, env, relay: false })
  const queue = openQueue(identity.settings.queueUrl, SMS_QUEUE)
  t.teardown(queue.close)
  const person = await signedInUser(identity)
  await person.post('send-phone-verification', { phone_number: newNumber() })
  const [{ id } = { id: '' }] = await identity.query<{ id: string }>('select id from identity.sms_messages')
  await relay(identity)
  const tell = (status: string, redrives: number) =>
    recordDelivery(identity.deps, identity.orm.em.fork(), {
      message_id: id,
      status,
      provider: null,
      error_code: null,
      at: '2026-11-22T12:00:00Z',
      redrives
    })
  await tell('failed', 0)
  await identity.store.producer(SMS_QUEUE).remove(sendJobId(id))
  identity.clock.advance(MINUTE)
  await repeat(identity)
  t.equal(await waiting(identity), 0)
  await tell('queued', 1)
  await repeat(identity)
  await relay(identity)
  t.ok(await queue.job(sendJobId(id)))
})
