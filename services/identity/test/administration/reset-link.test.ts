import t from 'tap'
import { forgetExpiredLinks } from '../../src/passwords/forget-expired-links.ts'
import { MINUTE, SECOND } from '../fixtures/clock.ts'
import type { Person } from '../fixtures/people.ts'
import { call, login, PASSWORD, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { actionsOf, runAdminOf } from './run-admin.ts'

const identity = await startIdentity(t, { env: { RATE_LIMITS: 'off' }, relay: false })
const NEW = 'a quite different one'

const issue = async ({ id }: Pick<Person, 'id'>, ...args: string[]) =>
  JSON.parse((await runAdminOf(identity, 'reset-link', id, '--json', ...args)).stdout)
const redeem = (token: string, new_password = NEW) =>
  call(identity, 'POST', 'reset-password/link', { token, new_password })
const links = () => identity.query<{ row: string }>('select l::text as row from identity.password_reset_links l')

t.test('the token of a link sets a new password once, and ends every session', async (t) => {
  const person = await signedInUser(identity)
  const { token, route, expires_at, link, ...recorded } = await issue(person)
  t.match(route, 'POST http://localhost:8000/api/auth/reset-password/link/')
  t.ok(new Date(expires_at) > identity.clock.now())
  t.equal(link, undefined)
  t.match(recorded, { action: 'reset-link', target: person.id, details: { replaced: 0 } })
  t.equal((await redeem(token)).statusCode, 200)
  isRefused(t, await person.get('profile'), 'session_revoked')
  isRefused(t, await login(identity, person.email), 'invalid_credentials')
  const again = await login(identity, person.email, NEW)
  t.equal(again.statusCode, 200)
  isRefused(t, await redeem(token), 'invalid_code', 'a second time')
  const { activity } = (await call(identity, 'GET', 'activity', undefined, { token: again.json().token })).json()
  const entries = activity.map(({ event, provider }: { event: string; provider: string }) => `${event} ${provider}`)
  t.ok(entries.includes('password_reset link') && entries.includes('reset_link operator'), 'the owner reads of it')
})

t.test('of ten who use a token at the same time, one sets the password', async (t) => {
  const { token } = await issue(await signedInUser(identity))
  const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => redeem(token, `${NEW} ${n}`)))
  t.same(answers.map(({ statusCode }) => statusCode).sort(), [200, ...Array(9).fill(400)])
})

t.test('a token lives half an hour', async (t) => {
  const person = await signedInUser(identity)
  const { token, expires_at } = await issue(person)
  const left = new Date(expires_at).getTime() - identity.clock.now().getTime()
  t.ok(left > 29 * MINUTE && left < 40 * MINUTE)
  identity.clock.advance(left)
  isRefused(t, await redeem(token), 'invalid_code')
  identity.clock.advance(SECOND)
  await forgetExpiredLinks(identity.deps, identity.orm.em.fork())
  t.same(await links(), [], 'and leaves nothing behind')
  identity.clock.advance(-left - SECOND)
})

t.test('a token dies with the next one, with a new password, and with the account’s disabling', async (t) => {
  const person = await signedInUser(identity)
  const first = await issue(person)
  const second = await issue(person)
  t.match(second.details, { replaced: 1 })
  isRefused(t, await redeem(first.token), 'invalid_code', 'replaced')
  const change = { current_password: PASSWORD, new_password: `${NEW} 2` }
  t.equal((await person.post('change-password', change)).statusCode, 200)
  isRefused(t, await redeem(second.token), 'invalid_code', 'the password was changed')
  const third = await issue(person)
  t.equal((await runAdminOf(identity, 'disable-user', person.id)).code, 0)
  isRefused(t, await redeem(third.token), 'invalid_code', 'disabled')
  t.match(await runAdminOf(identity, 'reset-link', person.id), { code: 3, stderr: /is disabled/ })
})

t.test('a token is kept nowhere, only its hash, and not in the record', async (t) => {
  const { token } = await issue(await signedInUser(identity))
  const kept = JSON.stringify([await links(), await actionsOf(identity)])
  for (const form of [token, Buffer.from(token, 'base64url').toString('hex'), Buffer.from(token).toString('hex')]) {
    t.notMatch(kept, form)
  }
})

t.test('a page gets the token behind the #, and only over https', async (t) => {
  const person = await signedInUser(identity)
  const { link, token } = await issue(person, '--page', 'https://app.example.com/new-password?a=b')
  t.equal(link, `https://app.example.com/new-password?a=b#token=${token}`)
  for (const page of ['http://app.example.com/', 'https://a.example/#x', 'javascript:alert(1)', 'app', '']) {
    t.match(await runAdminOf(identity, 'reset-link', person.id, '--page', page), { code: 2, stderr: /--page wants/ })
  }
})

t.test('what is wrong with the new password is told, and the token stays good', async (t) => {
  const person = await signedInUser(identity)
  const { token } = await issue(person)
  for (const bad of ['short', 'password1', person.email]) {
    const details = isRefused(t, await redeem(token, bad), 'validation_failed', bad)
    t.match(details, { new_password: [/./] })
  }
  for (const body of [{}, { token }, { token: 'x', new_password: NEW }, { token, new_password: NEW, email: 'a@b.c' }]) {
    isRefused(t, await call(identity, 'POST', 'reset-password/link', body), 'validation_failed', JSON.stringify(body))
  }
  t.equal((await redeem(token)).statusCode, 200)
})
