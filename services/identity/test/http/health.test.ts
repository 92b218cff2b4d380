import type { Test } from 'tap'
import t from 'tap'
import { createDatabase } from '../fixtures/database.ts'
import type { Person } from '../fixtures/people.ts'
import { call, login, newNumber, signedInUser } from '../fixtures/people.ts'
import { proxyTo } from '../fixtures/proxy.ts'
import { isRefused } from '../fixtures/replies.ts'
import type { Identity } from '../fixtures/start-identity.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { until } from '../fixtures/until.ts'

const database = await createDatabase()
t.teardown(database.drop)
const queue = await createDatabase()
t.teardown(queue.drop)
const way = await proxyTo(t, database.url)
const env = { DATABASE_URL: way.url, QUEUE_URL: queue.url }
const identity = await startIdentity(t, { env, relay: false })

const ready = (identity: Identity) => call(identity, 'GET', '/readyz')

t.test('a service with its parts is live and ready', async (t) => {
  const live = await call(identity, 'GET', '/healthz')
  t.equal(live.statusCode, 200)
  const answer = await ready(identity)
  t.equal(answer.statusCode, 200)
  t.match(answer.json(), { database: 'up', queue: 'up' })
})

async function refusesKindly(t: Test, person: Person) {
  isRefused(t, await person.get('profile'), 'unavailable', 'profile')
  isRefused(t, await person.post('send-phone-verification', { phone_number: newNumber() }), 'unavailable', 'send')
  isRefused(t, await person.post('verify-phone', { code: '123456' }), 'unavailable', 'verify')
  isRefused(t, await login(identity, person.email), 'unavailable', 'login')
  isRefused(
    t,
    await call(identity, 'POST', 'refresh', { refresh_token: person.refreshToken }),
    'unavailable',
    'refresh'
  )
}

t.test('without its database a service lives, is not ready, and says so kindly', async (t) => {
  const person = await signedInUser(identity)
  await way.close()
  t.equal((await call(identity, 'GET', '/healthz')).statusCode, 200)
  const answer = await ready(identity)
  t.equal(answer.statusCode, 503)
  t.match(answer.json(), { database: 'down', queue: 'up' })
  await refusesKindly(t, person)
  await way.open()
  await until('the database', async () => (await ready(identity)).statusCode === 200)
  t.equal((await person.get('profile')).statusCode, 200, 'and goes on when it is back, without a restart')
})

t.test('a service that starts before its database serves once it is there', async (t) => {
  const person = await signedInUser(identity)
  await way.close()
  const late = await startIdentity(t, { env, relay: false })
  t.equal((await ready(late)).statusCode, 503)
  const early = await call(late, 'GET', 'profile', undefined, { token: person.token })
  isRefused(t, early, 'unavailable', 'a good token is not called bad')
  isRefused(t, await call(late, 'GET', '/.well-known/jwks.json'), 'unavailable')
  await way.open()
  await until('the database', async () => (await ready(late)).statusCode === 200)
  t.equal((await login(late, person.email)).statusCode, 200)
})

t.test('a connection that breaks in the middle of requests breaks nothing else', async (t) => {
  const people = await Promise.all(Array.from({ length: 4 }, () => signedInUser(identity)))
  const load = people.flatMap((person) => [
    person.get('profile'),
    person.patch('profile', { city: 'Rome' }),
    person.post('send-phone-verification', { phone_number: '+1234567890' })
  ])
  await way.close()
  for (const { statusCode } of await Promise.all(load)) t.ok([200, 503].includes(statusCode), `${statusCode}`)
  await way.open()
  await until('the database', async () => (await ready(identity)).statusCode === 200)
  for (const person of people) t.equal((await person.get('profile')).statusCode, 200)
})
