import { SMS_QUEUE, sendJobId } from '@gatehouse/contracts'
import type { QueueStore } from '@gatehouse/platform/queue/queue-store'
import { handOver } from '../../src/hand-off/hand-over.ts'
import { jobWriter } from '../../src/phone-verification/write-job.ts'
import { onBothQueues } from '../fixtures/backends.ts'
import { MINUTE } from '../fixtures/clock.ts'
import { newNumber, signedInUser } from '../fixtures/people.ts'
import { openQueue } from '../fixtures/queue.ts'
import type { Identity } from '../fixtures/start-identity.ts'
import { startIdentity } from '../fixtures/start-identity.ts'

const waiting = async (identity: Identity) =>
  (await identity.query('select 1 from identity.hand_offs where handed_over_at is null')).length

const messageIds = async (identity: Identity) =>
  (await identity.query<{ id: string }>('select id from identity.sms_messages')).map(({ id }) => sendJobId(id)).sort()

/** What one turn of a relay needs, with a queue of the test's choice. */
const route = (identity: Identity, store: QueueStore = identity.store) => ({
  fork: () => identity.orm.em.fork(),
  store,
  now: identity.clock.now,
  writeJob: jobWriter(identity.deps)
})

async function send(identity: Identity, times: number) {
  const person = await signedInUser(identity)
  for (let n = 0; n < times; n++) await person.post('send-phone-verification', { phone_number: newNumber() })
}

onBothQueues('relays that run at once bring each message to the queue once', async (t, { server, env }) => {
  const options = { server, env: { ...env, RATE_LIMITS: 'off' }, relay: false }
  const identity = await startIdentity(t, options)
  await send(identity, 15)
  t.equal(await waiting(identity), 15)
  const processes = [identity, await startIdentity(t, { ...options, beside: identity })]
  await Promise.all([...processes, ...processes].map((process) => handOver(route(process))))
  t.equal(await waiting(identity), 0)
  const queue = openQueue(identity.settings.queueUrl, SMS_QUEUE)
  t.teardown(queue.close)
  const own = new Set(await messageIds(identity))
  const jobs = (await queue.jobs()).filter(({ id }) => own.has(`${id}`))
  t.same(jobs.map(({ id }) => `${id}`).sort(), [...own])
})

onBothQueues('a crash between the queue’s yes and our mark makes no second job', async (t, { server, env }) => {
  const identity = await startIdentity(t, { server, env, relay: false })
  await send(identity, 1)
  // The queue has the job, and then the process is as good as gone: nothing of the turn is kept.
  const dying: QueueStore = {
    ...identity.store,
    producer: (name) => ({
      ...identity.store.producer(name),
      add: async (...job) => {
        await identity.store.producer(name).add(...job)
        throw new Error('killed')
      }
    })
  }
  await t.rejects(handOver(route(identity, dying)), { message: 'killed' })
  t.equal(await waiting(identity), 1)
  await handOver(route(identity))
  t.equal(await waiting(identity), 0)
  const queue = openQueue(identity.settings.queueUrl, SMS_QUEUE)
  t.teardown(queue.close)
  const [id] = await messageIds(identity)
  t.equal((await queue.jobs()).filter((job) => job.id === id).length, 1)
})

onBothQueues('one job that the queue refuses does not hold up the others', async (t, { server, env }) => {
  const identity = await startIdentity(t, { server, env: { ...env, RATE_LIMITS: 'off' }, relay: false })
  await send(identity, 5)
  const [refused] = await messageIds(identity)
  const picky: QueueStore = {
    ...identity.store,
    producer: (name) => ({
      ...identity.store.producer(name),
      add: (job, data, id) =>
        id === refused ? Promise.reject(new Error('no')) : identity.store.producer(name).add(job, data, id)
    })
  }
  await t.rejects(handOver(route(identity, picky)))
  t.equal(await waiting(identity), 1, 'what was taken stays marked')
})

onBothQueues(
  'a code that died while it waited is not sent, and is said to have expired',
  async (t, { server, env }) => {
    const identity = await startIdentity(t, { server, env, relay: false })
    const person = await signedInUser(identity)
    await person.post('send-phone-verification', { phone_number: newNumber() })
    identity.clock.advance(10 * MINUTE)
    await handOver(route(identity))
    t.equal(await waiting(identity), 0)
    const queue = openQueue(identity.settings.queueUrl, SMS_QUEUE)
    t.teardown(queue.close)
    const [id] = await messageIds(identity)
    t.equal(await queue.job(`${id}`), undefined)
  }
)
