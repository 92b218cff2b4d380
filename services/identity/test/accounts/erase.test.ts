import { FORGET_JOB, forgetJobId, SMS_OUTCOME_QUEUE, SMS_QUEUE, sendJobId } from '@gatehouse/contracts'
import t from 'tap'
import { handOver } from '../../src/hand-off/hand-over.ts'
import { jobWriter } from '../../src/phone-verification/write-job.ts'
import { onBothQueues } from '../fixtures/backends.ts'
import { MINUTE, SECOND } from '../fixtures/clock.ts'
import { openMessages } from '../fixtures/messages.ts'
import { call, login, newNumber, register, signedInUser } from '../fixtures/people.ts'
import { openQueue } from '../fixtures/queue.ts'
import { isRefused } from '../fixtures/replies.ts'
import { snapshot } from '../fixtures/snapshot.ts'
import type { Identity } from '../fixtures/start-identity.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { until } from '../fixtures/until.ts'

async function rowsOf(identity: Identity, userId: string): Promise<string[]> {
  const columns = await identity.query<{ name: string; column: string }>(
    `select table_name as name, column_name as column from information_schema.columns where table_schema = 'identity'
     and (column_name = 'user_id' or table_name = 'users' and column_name = 'id')`
  )
  const found = columns.map(async ({ name, column }) => {
    const rows = await identity.query(`select 1 from identity.${name} where ${column} = ?`, [userId])
    return rows.length > 0 ? [name] : []
  })
  return (await Promise.all(found)).flat()
}

onBothQueues('an erased account is gone, and notification is told of every message', async (t, { server, env }) => {
  const identity = await startIdentity(t, { server, env: { ...env, RATE_LIMITS: 'off' } })
  const messages = openMessages(t, identity)
  const outcomes = openQueue(identity.settings.queueUrl, SMS_OUTCOME_QUEUE)
  t.teardown(outcomes.close)
  const person = await signedInUser(identity)
  const phone_number = newNumber()
  const ids: string[] = []
  for (const _ of [1, 2]) {
    t.equal((await person.post('send-phone-verification', { phone_number })).statusCode, 200)
    ids.push(`${(await messages.newestOf(person)).id}`)
    identity.clock.advance(SECOND)
  }
  const answer = await person.delete('account')
  t.match({ status: answer.statusCode, body: answer.json() }, { status: 200, body: { message: 'Account erased' } })
  for (const id of ids) {
    const job = await until('the word to forget', () => outcomes.job(forgetJobId(id)))
    t.match({ name: job.name, data: job.data }, { name: FORGET_JOB, data: { message_id: id } })
  }
  t.same(await rowsOf(identity, person.id), [])
  isRefused(t, await person.get('profile'), 'session_revoked')
  isRefused(t, await call(identity, 'POST', 'refresh', { refresh_token: person.refreshToken }), 'session_revoked')
  isRefused(t, await login(identity, person.email), 'invalid_credentials')
  t.equal((await register(identity, { email: person.email })).statusCode, 201, 'the address is free')
})

t.test('erasure asks for a recent sign-in, and changes nothing without one', async (t) => {
  const identity = await startIdentity(t, { relay: false })
  const person = await signedInUser(identity)
  identity.clock.advance(5 * MINUTE + SECOND)
  const before = await snapshot(identity)
  isRefused(t, await person.delete('account'), 'reauthentication_required')
  t.equal(await snapshot(identity), before)
  const again = await login(identity, person.email)
  const options = { token: again.json().token }
  t.equal((await call(identity, 'DELETE', 'account', undefined, options)).statusCode, 200)
  isRefused(t, await call(identity, 'DELETE', 'account', undefined, options), 'session_revoked', 'the second time')
})

t.test('a message that waits for the queue is never sent', async (t) => {
  const identity = await startIdentity(t, { relay: false })
  const person = await signedInUser(identity)
  await person.post('send-phone-verification', { phone_number: newNumber() })
  t.equal((await person.delete('account')).statusCode, 200)
  t.match(await identity.query('select kind from identity.hand_offs'), [{ kind: 'forget' }])
})

t.test('a message that is just handed over is forgotten after the queue has it, not before', async (t) => {
  const identity = await startIdentity(t, { relay: false })
  const person = await signedInUser(identity)
  await person.post('send-phone-verification', { phone_number: newNumber() })
  const [{ id } = { id: '' }] = await identity.query<{ id: string }>('select id from identity.sms_messages')
  const { promise: adding, resolve: added } = Promise.withResolvers<void>()
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const fork = () => identity.orm.em.fork()
  const producer = (name: string) => ({
    ...identity.store.producer(name),
    add: async (...job: [string, object, string]) => {
      added()
      await released
      await identity.store.producer(name).add(...job)
    }
  })
  const route = { fork, store: identity.store, now: identity.deps.now, writeJob: jobWriter(identity.deps) }
  const handedOver = handOver({ ...route, store: { ...identity.store, producer } })
  await adding
  const erased = person.delete('account')
  const waitsForUs = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
  await until('the erasure waits', async () => (await identity.query(waitsForUs)).length > 0)
  release()
  await handedOver
  t.equal((await erased).statusCode, 200)
  const [sends, outcomes] = [SMS_QUEUE, SMS_OUTCOME_QUEUE].map((name) => openQueue(identity.settings.queueUrl, name))
  t.teardown(() => Promise.all([sends?.close(), outcomes?.close()]))
  t.ok(await sends?.job(sendJobId(id)), 'the queue has the message')
  t.notOk(await outcomes?.job(forgetJobId(id)), 'and not yet the word to forget it')
  await handOver(route)
  t.ok(await outcomes?.job(forgetJobId(id)))
})

t.test('whatever arrives while an account is erased, nothing of it stays and nothing breaks', async (t) => {
  const identity = await startIdentity(t, { env: { RATE_LIMITS: 'off' }, relay: false })
  const person = await signedInUser(identity)
  const requests = Array.from({ length: 8 }, () => [
    person.post('send-phone-verification', { phone_number: newNumber() }),
    person.patch('profile', { city: 'Bonn' }),
    login(identity, person.email),
    call(identity, 'POST', 'refresh', { refresh_token: person.refreshToken })
  ]).flat()
  const [erased, ...answers] = await Promise.all([person.delete('account'), ...requests])
  t.equal(erased?.statusCode, 200)
  for (const { statusCode, body, raw } of answers) t.ok([200, 401].includes(statusCode), `${raw.req.url} ${body}`)
  t.same(await rowsOf(identity, person.id), [])
})
