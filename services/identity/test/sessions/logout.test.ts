import t from 'tap'
import { call, login, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'

const identity = await startIdentity(t)
const profile = (token: string) => call(identity, 'GET', 'profile', undefined, { token })
const statuses = (tokens: string[]) => Promise.all(tokens.map(async (token) => (await profile(token)).statusCode))

async function threeSessions() {
  const person = await signedInUser(identity)
  const [second, third] = [await login(identity, person.email), await login(identity, person.email)]
  return { person, tokens: [person.token, `${second.json().token}`, `${third.json().token}`] }
}

t.test('a sign-out ends this session at once, and only this one', async (t) => {
  const { person, tokens } = await threeSessions()
  t.same(await statuses(tokens), [200, 200, 200], 'cached verifications')
  const answer = await person.post('logout', {})
  t.equal(answer.statusCode, 200)
  t.type(answer.json().message, 'string')
  t.same(await statuses(tokens), [401, 200, 200])
  isRefused(t, await profile(person.token), 'session_revoked')
  isRefused(t, await person.get('verify-token'), 'session_revoked')
  const refreshed = await call(identity, 'POST', 'refresh', { refresh_token: person.refreshToken })
  isRefused(t, refreshed, 'session_revoked', 'its refresh token')
})

t.test('local is the default scope, with a body or without', async (t) => {
  for (const body of [undefined, {}, { scope: 'local' }]) {
    const { person, tokens } = await threeSessions()
    t.equal((await person.post('logout', body)).statusCode, 200)
    t.same(await statuses(tokens), [401, 200, 200])
  }
})

t.test('others ends every session but this one', async (t) => {
  const { person, tokens } = await threeSessions()
  t.equal((await person.post('logout', { scope: 'others' })).statusCode, 200)
  t.same(await statuses(tokens), [200, 401, 401])
})

t.test('global ends all of them, and nobody else’s', async (t) => {
  const bystander = await signedInUser(identity)
  const { person, tokens } = await threeSessions()
  t.equal((await person.post('logout', { scope: 'global' })).statusCode, 200)
  t.same(await statuses(tokens), [401, 401, 401])
  t.equal((await bystander.get('profile')).statusCode, 200)
  t.equal((await login(identity, person.email)).statusCode, 200, 'and a new one can be opened')
})

t.test('another process refuses a session that ended, though it has verified its token before', async (t) => {
  const beside = await startIdentity(t, { beside: identity })
  const person = await signedInUser(identity)
  const there = () => call(beside, 'GET', 'profile', undefined, { token: person.token })
  t.equal((await there()).statusCode, 200)
  await person.post('logout')
  isRefused(t, await there(), 'session_revoked')
})
