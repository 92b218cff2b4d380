import t from 'tap'
import { DAY, SECOND } from '../fixtures/clock.ts'
import type { Person } from '../fixtures/people.ts'
import { call, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { claimsOf } from '../fixtures/tokens.ts'

const identity = await startIdentity(t)
const refresh = (refresh_token: string) => call(identity, 'POST', 'refresh', { refresh_token })
const tokensOf = async (refreshToken: string) => (await refresh(refreshToken)).json()
const profile = (token: string) => call(identity, 'GET', 'profile', undefined, { token })

const reuses = (person: Person) =>
  identity.query(
    `select outcome, provider, ip, user_agent from identity.activity where user_id = ? and event = 'refresh_token_reuse'`,
    [person.id]
  )

t.test('a refresh answers a new pair of the same session', async (t) => {
  const person = await signedInUser(identity)
  const answer = await refresh(person.refreshToken)
  t.equal(answer.statusCode, 200)
  const { message, token, refresh_token, ...rest } = answer.json()
  t.type(message, 'string')
  t.same(rest, { token_type: 'Bearer', expires_in: 900 })
  t.not(refresh_token, person.refreshToken)
  t.match(claimsOf(token), { sid: claimsOf(person.token).sid, sub: person.id })
  t.equal((await profile(token)).statusCode, 200)
  t.equal((await refresh(refresh_token)).statusCode, 200, 'and so on')
})

t.test('two tabs that refresh with the same token get the same successor for thirty seconds', async (t) => {
  const person = await signedInUser(identity)
  const first = await tokensOf(person.refreshToken)
  identity.clock.advance(30 * SECOND)
  const second = await tokensOf(person.refreshToken)
  t.equal(second.refresh_token, first.refresh_token)
  t.equal((await profile(second.token)).statusCode, 200)
  t.equal((await refresh(first.refresh_token)).statusCode, 200)
})

t.test('a spent token that comes later ends the whole session', async (t) => {
  const person = await signedInUser(identity)
  const { token, refresh_token } = await tokensOf(person.refreshToken)
  identity.clock.advance(30 * SECOND + 1)
  t.same(isRefused(t, await refresh(person.refreshToken), 'refresh_token_reused'), {})
  isRefused(t, await refresh(refresh_token), 'session_revoked', 'the newest token')
  isRefused(t, await profile(token), 'session_revoked', 'the access token')
  isRefused(t, await profile(person.token), 'session_revoked', 'the first access token')
})

t.test('a token before the predecessor ends the session at once', async (t) => {
  const person = await signedInUser(identity)
  const { refresh_token: second } = await tokensOf(person.refreshToken)
  const { refresh_token: third } = await tokensOf(second)
  isRefused(t, await refresh(person.refreshToken), 'refresh_token_reused')
  isRefused(t, await refresh(third), 'session_revoked')
})

t.test('a stolen session ends alone', async (t) => {
  const person = await signedInUser(identity)
  const other = (
    await call(identity, 'POST', 'login', { email: person.email, password: 'correct horse battery' })
  ).json()
  await refresh(person.refreshToken)
  identity.clock.advance(31 * SECOND)
  isRefused(t, await refresh(person.refreshToken), 'refresh_token_reused')
  t.equal((await profile(other.token)).statusCode, 200)
})

t.test('a made-up token harms nobody', async (t) => {
  const person = await signedInUser(identity)
  const bytes = Buffer.from(person.refreshToken, 'base64url')
  const changed = (at: number) =>
    Buffer.from(bytes.map((byte, n) => (n === at ? byte ^ 1 : byte))).toString('base64url')
  const forged = [changed(0), changed(20), changed(bytes.length - 1), 'x', 'a'.repeat(512), `${person.refreshToken}A`]
  for (const token of forged) isRefused(t, await refresh(token), 'token_invalid', token.slice(0, 8))
  isRefused(t, await refresh(person.token), 'token_invalid', 'an access token')
  t.equal((await refresh(person.refreshToken)).statusCode, 200, 'the session lives')
})

t.test('fifty refreshes at once with one token, at two processes, make one successor and end nothing', async (t) => {
  const beside = await startIdentity(t, { beside: identity })
  const person = await signedInUser(identity)
  const body = { refresh_token: person.refreshToken }
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) => call(n % 2 ? identity : beside, 'POST', 'refresh', body))
  )
  t.ok(answers.every(({ statusCode }) => statusCode === 200))
  const [successor, ...others] = new Set(answers.map((answer) => `${answer.json().refresh_token}`))
  t.same(others, [])
  for (const process of [identity, beside]) {
    for (const answer of answers.slice(0, 4)) {
      const profile = await call(process, 'GET', 'profile', undefined, { token: answer.json().token })
      t.equal(profile.statusCode, 200)
    }
  }
  t.equal((await refresh(`${successor}`)).statusCode, 200, 'and it goes on')
})

t.test(
  'a token that comes back at many places at once ends its session in all processes, and is noted once',
  async (t) => {
    const beside = await startIdentity(t, { beside: identity })
    const person = await signedInUser(identity)
    const { token } = await tokensOf(person.refreshToken)
    t.equal((await call(beside, 'GET', 'profile', undefined, { token })).statusCode, 200)
    identity.clock.advance(31 * SECOND)
    const body = { refresh_token: person.refreshToken }
    const [thief, device] = ['203.0.113.9', { 'user-agent': 'a thief' }]
    const first = await call(identity, 'POST', 'refresh', body, { remoteAddress: thief, headers: device })
    isRefused(t, first, 'refresh_token_reused')
    const later = await Promise.all([call(identity, 'POST', 'refresh', body), call(beside, 'POST', 'refresh', body)])
    for (const answer of later) isRefused(t, answer, 'session_revoked')
    for (const process of [identity, beside]) {
      isRefused(t, await call(process, 'GET', 'profile', undefined, { token }), 'session_revoked')
    }
    t.same(await reuses(person), [{ outcome: 'failure', provider: 'password', ip: thief, user_agent: 'a thief' }])
  }
)

t.test('many reuses at once are noted once', async (t) => {
  const beside = await startIdentity(t, { beside: identity })
  const person = await signedInUser(identity)
  await tokensOf(person.refreshToken)
  identity.clock.advance(31 * SECOND)
  const body = { refresh_token: person.refreshToken }
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, n) => call(n % 2 ? identity : beside, 'POST', 'refresh', body))
  )
  t.ok(answers.every((answer) => ['refresh_token_reused', 'session_revoked'].includes(answer.json().code)))
  t.ok(answers.some((answer) => answer.json().code === 'refresh_token_reused'))
  t.equal((await reuses(person)).length, 1)
})

t.test('an access token dies with the idle life of its session', async (t) => {
  const short = await startIdentity(t, { beside: identity, env: { REFRESH_TOKEN_IDLE_TTL: '60' } })
  const person = await signedInUser(short)
  identity.clock.advance(60 * SECOND - 1)
  t.equal((await person.get('profile')).statusCode, 200)
  identity.clock.advance(1)
  isRefused(t, await person.get('profile'), 'session_revoked')
  isRefused(t, await call(short, 'POST', 'refresh', { refresh_token: person.refreshToken }), 'token_expired')
})

t.test('a refresh token idle for thirty days is dead', async (t) => {
  const person = await signedInUser(identity)
  identity.clock.advance(29 * DAY)
  const { refresh_token } = await tokensOf(person.refreshToken)
  identity.clock.advance(30 * DAY - SECOND)
  const next = await tokensOf(refresh_token)
  t.ok(next.refresh_token, 'use keeps it alive')
  identity.clock.advance(30 * DAY)
  isRefused(t, await refresh(next.refresh_token), 'token_expired')
})

t.test('no use carries a session over ninety days', async (t) => {
  const person = await signedInUser(identity)
  let { refreshToken } = person
  for (const days of [25, 25, 25]) {
    identity.clock.advance(days * DAY)
    refreshToken = (await tokensOf(refreshToken)).refresh_token
  }
  identity.clock.advance(15 * DAY - SECOND)
  const last = await tokensOf(refreshToken)
  t.equal((await profile(last.token)).statusCode, 200)
  identity.clock.advance(SECOND)
  isRefused(t, await refresh(last.refresh_token), 'token_expired')
  t.equal((await profile(last.token)).statusCode, 401, 'nor does an access token outlive it')
})

t.test('no refresh token is kept in clear', async (t) => {
  const person = await signedInUser(identity)
  const { refresh_token } = await tokensOf(person.refreshToken)
  const [row] = await identity.query<{ row: string }>('select s::text as row from identity.sessions s where id = ?', [
    claimsOf(person.token).sid
  ])
  for (const token of [person.refreshToken, refresh_token]) {
    t.notMatch(row?.row, token)
    t.notMatch(row?.row, Buffer.from(token, 'base64url').toString('hex').slice(32, 96))
  }
})
