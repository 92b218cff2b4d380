import { randomUUID } from 'node:crypto'
import t from 'tap'
import { DAY, MINUTE } from '../fixtures/clock.ts'
import type { Person } from '../fixtures/people.ts'
import { call, caller, login, newAddress, PASSWORD, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { claimsOf } from '../fixtures/tokens.ts'

type Shown = { id: string; current: boolean; [field: string]: unknown }
type Caller = Pick<Person, 'get'>

const identity = await startIdentity(t)
const idOf = (token: string) => claimsOf(token).sid
const list = async (person: Caller): Promise<Shown[]> => (await person.get('sessions')).json().sessions
const ids = async (person: Caller) => (await list(person)).map(({ id }) => id)

/** The same person on another device. */
async function elsewhere({ email }: Person, headers: Record<string, string> = {}) {
  const remoteAddress = newAddress()
  const { token, refresh_token } = (await login(identity, email, PASSWORD, { headers, remoteAddress })).json()
  return { ...caller(identity, token, remoteAddress), id: idOf(token), token, refresh_token, remoteAddress }
}

t.test('an account sees where it is signed in, and which of them it is', async (t) => {
  const person = await signedInUser(identity)
  identity.clock.advance(MINUTE)
  const phone = await elsewhere(person, { 'user-agent': 'a phone' })
  const at = identity.clock.now().toISOString()
  const answer = await phone.get('sessions')
  t.equal(answer.statusCode, 200)
  const [newest, first, ...others] = answer.json().sessions
  t.same(others, [])
  t.same(newest, {
    id: phone.id,
    ip: phone.remoteAddress,
    user_agent: 'a phone',
    provider: 'password',
    created_at: at,
    last_used_at: at,
    current: true
  })
  t.match(first, { id: idOf(person.token), ip: person.remoteAddress, current: false })
  t.same(
    (await list(person)).map(({ current }) => current),
    [false, true],
    'for the other one it is the other way round'
  )
})

t.test('the one that was used last comes first', async (t) => {
  const person = await signedInUser(identity)
  identity.clock.advance(MINUTE)
  const second = await elsewhere(person)
  t.same(await ids(person), [second.id, idOf(person.token)])
  identity.clock.advance(MINUTE)
  await call(identity, 'POST', 'refresh', { refresh_token: person.refreshToken })
  t.same(await ids(person), [idOf(person.token), second.id])
  const [newest] = await list(person)
  t.equal(newest?.last_used_at, identity.clock.now().toISOString())
})

t.test('only live sessions are listed: not those that ended, idled or grew too old', async (t) => {
  const person = await signedInUser(identity)
  const signedOut = await elsewhere(person)
  await signedOut.post('logout')
  t.notOk((await ids(person)).includes(signedOut.id), 'signed out')
  const idle = await elsewhere(person)
  identity.clock.advance(29 * DAY)
  await call(identity, 'POST', 'refresh', { refresh_token: person.refreshToken })
  t.same((await ids(person)).sort(), [idle.id, idOf(person.token)].sort())
  identity.clock.advance(DAY)
  t.same(await ids(person), [idOf(person.token)], 'idle for thirty days')
  isRefused(t, await person.delete(`/api/auth/sessions/${idle.id}`), 'not_found', 'nor can it be ended')
  isRefused(t, await idle.get('profile'), 'session_revoked', 'nor does it do anything')
  const old = await elsewhere(person)
  let { refresh_token } = old
  for (const days of [25, 25, 25]) {
    identity.clock.advance(days * DAY)
    refresh_token = (await call(identity, 'POST', 'refresh', { refresh_token })).json().refresh_token
  }
  const young = await elsewhere(person)
  identity.clock.advance(15 * DAY)
  t.same(await ids(young), [young.id], 'ninety days old')
})

t.test('nobody sees or ends another’s session', async (t) => {
  const [person, other] = [await signedInUser(identity), await signedInUser(identity)]
  t.same(await ids(other), [idOf(other.token)])
  isRefused(t, await other.delete(`/api/auth/sessions/${idOf(person.token)}`), 'not_found')
  t.equal((await person.get('profile')).statusCode, 200)
})

t.test('a session that is ended is dead at once, in every process, and only that one', async (t) => {
  const beside = await startIdentity(t, { beside: identity })
  const person = await signedInUser(identity)
  const phone = await elsewhere(person)
  const there = () => call(beside, 'GET', 'profile', undefined, { token: phone.token })
  t.equal((await there()).statusCode, 200, 'its verification is cached there')
  const answer = await person.delete(`/api/auth/sessions/${phone.id}`)
  t.equal(answer.statusCode, 200)
  t.type(answer.json().message, 'string')
  isRefused(t, await phone.get('profile'), 'session_revoked')
  isRefused(t, await there(), 'session_revoked')
  const refreshed = await call(identity, 'POST', 'refresh', { refresh_token: phone.refresh_token })
  isRefused(t, refreshed, 'session_revoked', 'its refresh token')
  t.same(await ids(person), [idOf(person.token)])
  isRefused(t, await person.delete(`/api/auth/sessions/${phone.id}`), 'not_found', 'it ends once')
})

t.test('ending the current session signs out', async (t) => {
  const person = await signedInUser(identity)
  t.equal((await person.delete(`/api/auth/sessions/${idOf(person.token).toUpperCase()}/`)).statusCode, 200)
  isRefused(t, await person.get('profile'), 'session_revoked')
})

t.test('what names no session is not found, whatever it looks like', async (t) => {
  const person = await signedInUser(identity)
  const sid = idOf(person.token)
  const names = [
    randomUUID(),
    'x',
    '1',
    'null',
    '%20',
    `urn:uuid:${sid}`,
    `{${sid}}`,
    `${sid}x`,
    sid.replaceAll('-', '')
  ]
  for (const name of [...names, "'--", '%ED%A0%80', 'a'.repeat(150)]) {
    const answer = await person.delete(`/api/auth/sessions/${name}`)
    t.ok([400, 404].includes(answer.statusCode), `${name} ${answer.statusCode}`)
    isRefused(t, answer, answer.statusCode === 404 ? 'not_found' : 'validation_failed', name)
  }
  t.equal((await person.get('profile')).statusCode, 200)
})

t.test('of many that end one session at once, one does', async (t) => {
  const person = await signedInUser(identity)
  const phone = await elsewhere(person)
  const answers = await Promise.all(Array.from({ length: 10 }, () => person.delete(`/api/auth/sessions/${phone.id}`)))
  t.equal(answers.filter(({ statusCode }) => statusCode === 200).length, 1)
  t.equal(answers.filter(({ statusCode }) => statusCode === 404).length, 9)
})

t.test('the list has at most a hundred', async (t) => {
  const person = await signedInUser(identity)
  await identity.query(
    `insert into identity.sessions (id, user_id, provider, ip, refresh_hash, refreshed_at, authenticated_at, created_at,
       last_used_at, expires_at)
     select gen_random_uuid(), user_id, provider, ip, refresh_hash, refreshed_at, authenticated_at, created_at,
       last_used_at, expires_at
     from identity.sessions, generate_series(1, 150) where id = ?`,
    [idOf(person.token)]
  )
  t.equal((await list(person)).length, 100)
})

t.test('the sessions want a token', async (t) => {
  isRefused(t, await call(identity, 'GET', 'sessions'), 'token_invalid')
  isRefused(t, await call(identity, 'DELETE', `/api/auth/sessions/${randomUUID()}/`), 'token_invalid')
})
