import { SMS_QUEUE, SMS_STATUS_QUEUE, sendJobId } from '@gatehouse/contracts'
import type { Test } from 'tap'
import t from 'tap'
import { createDatabase, REDIS_URL } from '../fixtures/database.ts'
import type { Person } from '../fixtures/people.ts'
import { call, newNumber, signedInUser } from '../fixtures/people.ts'
import { proxyTo } from '../fixtures/proxy.ts'
import { openQueue } from '../fixtures/queue.ts'
import { redisServer } from '../fixtures/redis-server.ts'
import type { Identity } from '../fixtures/start-identity.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { until } from '../fixtures/until.ts'

type Cut = { down: () => Promise<void>; up: () => Promise<void> }

const readiness = async (identity: Identity) => {
  const answer = await call(identity, 'GET', '/readyz')
  const { database, queue } = answer.json()
  return { status: answer.statusCode, database, queue }
}

/** What everyone is promised while the queue's store is away, and once it is back. */
async function outlivesTheQueue(t: Test, identity: Identity, { down, up }: Cut) {
  await until('the queue', async () => (await readiness(identity)).queue === 'up')
  await down()
  await until('its loss', async () => (await readiness(identity)).queue === 'down')
  t.match(await readiness(identity), { status: 200, database: 'up', queue: 'down' })
  const people = [await signedInUser(identity), await signedInUser(identity)]
  for (const person of people) {
    const answer = await person.post('send-phone-verification', { phone_number: newNumber() })
    t.equal(answer.statusCode, 200, 'a code is asked for all the same')
    t.match(answer.json(), { message: 'Code sent', verification: { status: 'queued' } })
  }
  await up()
  await until('the hand-over', async () => {
    const rows = await identity.query('select 1 from identity.hand_offs where handed_over_at is null')
    return rows.length === 0
  })
  const queue = openQueue(identity.settings.queueUrl, SMS_QUEUE)
  const sent = await identity.query<{ id: string }>('select id from identity.sms_messages')
  const jobs = await queue.jobs()
  await queue.close()
  for (const { id } of sent) {
    t.equal(jobs.filter((job) => job.id === sendJobId(id)).length, 1, 'and goes out once when the store is back')
  }
  t.match(await readiness(identity), { status: 200, database: 'up', queue: 'up' })
  for (const person of people) await hearsOfItsMessage(identity, person)
}

/** The way back works again too: a report reaches the user. */
async function hearsOfItsMessage(identity: Identity, person: Person) {
  const [message] = await identity.query<{ id: string }>(
    'select m.id from identity.sms_messages m join identity.phone_verifications v on v.id = m.verification_id where v.user_id = ?',
    [person.id]
  )
  const at = identity.clock.now().toISOString()
  const statuses = openQueue(identity.settings.queueUrl, SMS_STATUS_QUEUE)
  const report = { message_id: message?.id, status: 'sent', provider: 'inbox', error_code: null, at }
  await statuses.add('update', report, `update-${message?.id}-sent`)
  await statuses.close()
  await until('the report', async () => (await person.get('phone-verification')).json().verification.status === 'sent')
}

t.test('requests outlive a queue on PostgreSQL that is cut off', async (t) => {
  const elsewhere = await createDatabase()
  t.teardown(elsewhere.drop)
  const proxy = await proxyTo(t, elsewhere.url)
  const identity = await startIdentity(t, { env: { QUEUE_URL: proxy.url } })
  await outlivesTheQueue(t, identity, { down: proxy.close, up: proxy.open })
})

t.test('requests outlive a queue on PostgreSQL that was never there at the start', async (t) => {
  const elsewhere = await createDatabase()
  t.teardown(elsewhere.drop)
  const proxy = await proxyTo(t, elsewhere.url)
  await proxy.close()
  const identity = await startIdentity(t, { env: { QUEUE_URL: proxy.url } })
  t.match(await readiness(identity), { status: 200, queue: 'down' })
  const person = await signedInUser(identity)
  t.equal((await person.post('send-phone-verification', { phone_number: newNumber() })).statusCode, 200)
  await proxy.open()
  await outlivesTheQueue(t, identity, { down: proxy.close, up: proxy.open })
})

const noRedis = REDIS_URL ? false : 'THERE IS NO redis-server (TEST_REDIS_URL)'

t.test('requests outlive a Redis that is killed', { skip: noRedis }, async (t) => {
  const redis = await redisServer(t)
  const identity = await startIdentity(t, { env: { QUEUE_URL: redis.url } })
  await outlivesTheQueue(t, identity, { down: redis.stop, up: redis.start })
})

t.test('requests outlive a Redis that was never there at the start', { skip: noRedis }, async (t) => {
  const redis = await redisServer(t)
  await redis.stop()
  const identity = await startIdentity(t, { env: { QUEUE_URL: redis.url } })
  const person = await signedInUser(identity)
  t.equal((await person.post('send-phone-verification', { phone_number: newNumber() })).statusCode, 200)
  t.match(await readiness(identity), { status: 200, queue: 'down' })
  await redis.start()
  await outlivesTheQueue(t, identity, { down: redis.stop, up: redis.start })
})
