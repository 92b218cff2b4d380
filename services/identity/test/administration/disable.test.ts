import type { ActivityEntry } from '@gatehouse/contracts'
import type { Test } from 'tap'
import t from 'tap'
import { disableAccount } from '../../src/accounts/disable-account.ts'
import { lockById } from '../../src/administration/lock-account.ts'
import { answerResetRequests } from '../../src/passwords/answer-reset-requests.ts'
import { holdingUser, waitingForLocks } from '../fixtures/locks.ts'
import { openMessages } from '../fixtures/messages.ts'
import { call, login, newNumber, PASSWORD, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { forgot, reset, resetCode, verifiedUser } from '../fixtures/resets.ts'
import type { Identity } from '../fixtures/start-identity.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { actionsOf, runAdminOf } from './run-admin.ts'

const identity = await startIdentity(t, { env: { RATE_LIMITS: 'off' } })
const messages = openMessages(t, identity)

const refresh = (refresh_token: string) => call(identity, 'POST', 'refresh', { refresh_token })
const disable = async (t: Test, id: string) => t.equal((await runAdminOf(identity, 'disable-user', id)).code, 0)

t.test('a disabled account lets nobody in, and says so only to whoever knows the password', async (t) => {
  const person = await signedInUser(identity)
  await disable(t, person.email)
  isRefused(t, await person.get('profile'), 'session_revoked')
  isRefused(t, await person.get('verify-token'), 'session_revoked')
  isRefused(t, await refresh(person.refreshToken), 'session_revoked')
  isRefused(t, await login(identity, person.email), 'account_disabled')
  isRefused(t, await login(identity, person.email, 'not the password'), 'invalid_credentials')
  t.match((await actionsOf(identity)).at(-1), {
    who: 'Ada',
    action: 'disable-user',
    target: person.id,
    details: { sessions: 1, codes: 0, links: 0 }
  })

  t.match(await runAdminOf(identity, 'disable-user', person.id), { code: 3, stderr: /disabled already/ })
  t.match(await runAdminOf(identity, 'enable-user', person.id), { code: 0, stdout: /enabled/ })
  t.match(await runAdminOf(identity, 'enable-user', person.id), { code: 3, stderr: /is not disabled/ })
  isRefused(t, await refresh(person.refreshToken), 'session_revoked', 'what ended stays ended')
  const again = await login(identity, person.email)
  t.equal(again.statusCode, 200)
  const { activity } = (await call(identity, 'GET', 'activity', undefined, { token: again.json().token })).json()
  // The clock of this service stands still, and that of the command does not.
  const entries = (activity as ActivityEntry[]).map(({ event, outcome, provider, ip }) =>
    provider === 'operator' ? `${event} by an operator${ip}` : `${event} ${outcome}`
  )
  t.same(entries.sort(), [
    'account_disable by an operator',
    'account_enable by an operator',
    'registration success',
    'sign_in failure',
    'sign_in failure',
    'sign_in success'
  ])
})

t.test('codes that are on their way die with it, and none is sent any more', async (t) => {
  const person = await verifiedUser(identity, messages)
  const code = await resetCode(identity, messages, person)
  await disable(t, person.id)
  const asked = { email: person.email, code, new_password: 'another horse battery' }
  isRefused(t, await reset(identity, asked), 'invalid_code')
  const before = await messages.newestOf(person)
  t.equal((await forgot(identity, person.email)).statusCode, 200)
  await answerResetRequests(identity.deps, () => identity.orm.em.fork())
  t.equal((await messages.newestOf(person)).id, before.id)
  await runAdminOf(identity, 'enable-user', person.id)
  isRefused(t, await reset(identity, asked), 'invalid_code', 'also afterwards')
})

const unlocked = (identity: Identity, id: string) =>
  identity.orm.em.fork().transactional(async (em) => {
    await disableAccount(identity.deps, em, await lockById(em, id))
  })

t.test('a sign-in, a change and a send that are under way come to nothing', async (t) => {
  const person = await signedInUser(identity)
  const under: Promise<unknown>[] = []
  let disabled: Promise<void> | undefined
  await holdingUser(identity, person.id, async () => {
    disabled = unlocked(identity, person.id)
    await waitingForLocks(identity, 1)
    under.push(
      login(identity, person.email),
      person.post('change-password', { current_password: PASSWORD, new_password: 'another horse battery' }),
      person.post('send-phone-verification', { phone_number: newNumber() }),
      person.post('reauthenticate', { password: PASSWORD })
    )
    await waitingForLocks(identity, 5)
  })
  await disabled
  const [signIn, ...others] = (await Promise.all(under)) as Awaited<ReturnType<typeof login>>[]
  t.ok(signIn)
  if (signIn) isRefused(t, signIn, 'account_disabled')
  for (const answer of others) isRefused(t, answer, 'session_revoked')
  const living = 'select 1 from identity.sessions where user_id = ? and revoked_at is null'
  t.same(await identity.query(living, [person.id]), [])
})

t.test('of two that disable one account at once, one is told that it is done', async (t) => {
  const person = await signedInUser(identity)
  const ends = await Promise.all([1, 2].map(() => runAdminOf(identity, 'disable-user', person.id)))
  t.same(ends.map(({ code }) => code).sort(), [0, 3])
  const recorded = (await actionsOf(identity)).filter(({ target }) => target === person.id)
  t.equal(recorded.length, 1)
})

t.test('ended sessions let nobody in, and a new one can be opened', async (t) => {
  const person = await signedInUser(identity)
  t.equal((await login(identity, person.email)).statusCode, 200)
  const ended = await runAdminOf(identity, 'end-sessions', person.email, '--json')
  t.match(JSON.parse(ended.stdout), { action: 'end-sessions', target: person.id, details: { sessions: 2 } })
  isRefused(t, await person.get('profile'), 'session_revoked')
  isRefused(t, await refresh(person.refreshToken), 'session_revoked')
  t.equal((await login(identity, person.email)).statusCode, 200)
})
