import { Events } from 'oauth2-mock-server'
import t from 'tap'
import { forgetSpent } from '../../src/openid/forget-spent.ts'
import { SECOND } from '../fixtures/clock.ts'
import { call, newEmail } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { openBrowser } from './fixtures/browser.ts'
import { newSubject } from './fixtures/id-tokens.ts'
import { mockProvider } from './fixtures/mock-provider.ts'
import { FRONTEND, googleAt } from './fixtures/settings.ts'
import { exchange } from './fixtures/sign-in.ts'

const provider = await mockProvider(t)
const identity = await startIdentity(t, { env: googleAt(provider.issuer), relay: false })
const person = { sub: newSubject(), email: newEmail(), email_verified: true }
provider.server.service.on(Events.BeforeTokenSigning, ({ payload }) => void Object.assign(payload, person))

/** A one-time code of this person's. */
const newCode = async () =>
  `${new URL((await openBrowser(identity).signIn('', FRONTEND)).url).searchParams.get('code')}`

t.test('a code opens one session, also for ten who ask at the same time', async (t) => {
  const code = await newCode()
  const count = async () => (await identity.query('select id from identity.sessions')).length
  const before = await count()
  const answers = await Promise.all(Array.from({ length: 10 }, () => exchange(identity, code)))
  t.same(answers.map(({ statusCode }) => statusCode).sort(), [200, ...Array(9).fill(400)])
  isRefused(t, await exchange(identity, code), 'invalid_code')
  t.equal((await count()) - before, 1)
})

t.test('a code lives a minute', async (t) => {
  const one = await newCode()
  identity.clock.advance(60 * SECOND - 1)
  t.equal((await exchange(identity, one)).statusCode, 200)
  const other = await newCode()
  identity.clock.advance(60 * SECOND)
  isRefused(t, await exchange(identity, other), 'invalid_code')
  identity.clock.advance(1)
  await forgetSpent(identity.deps, identity.orm.em.fork())
  t.same(await identity.query('select 1 from identity.exchange_codes'), [], 'and leaves nothing behind')
})

t.test('a code that was not given is refused, and one that is none by name', async (t) => {
  const code = await newCode()
  for (const other of ['x', `${code}A`, code.slice(1), code.toLowerCase().toUpperCase(), ' ']) {
    isRefused(t, await exchange(identity, other), 'invalid_code', other)
  }
  for (const body of [{}, { code: '' }, { code: 7 }, { code: null }, { code, more: 1 }]) {
    isRefused(t, await call(identity, 'POST', 'google/exchange', body), 'validation_failed', JSON.stringify(body))
  }
  t.equal((await exchange(identity, code)).statusCode, 200)
})

t.test('a code is kept nowhere, only its hash', async (t) => {
  const code = await newCode()
  const rows = await identity.query<{ row: string }>('select c::text as row from identity.exchange_codes c')
  t.ok(rows.length > 0)
  for (const { row } of rows) {
    t.notMatch(row, code)
    t.notMatch(row, Buffer.from(code, 'base64url').toString('hex'))
    t.notMatch(row, Buffer.from(code).toString('hex'))
  }
})

t.test('who signs out everywhere ends also a sign-in that nobody has fetched yet', async (t) => {
  const { token } = (await exchange(identity, await newCode())).json()
  const waiting = await newCode()
  t.equal((await call(identity, 'POST', 'logout', { scope: 'global' }, { token })).statusCode, 200)
  isRefused(t, await exchange(identity, waiting), 'invalid_code')
})

t.test('of a sign-out everywhere and exchanges at the same time no session is left that began before', async (t) => {
  for (let round = 0; round < 5; round++) {
    const { token } = (await exchange(identity, await newCode())).json()
    const codes = await Promise.all([newCode(), newCode(), newCode()])
    const signOut = call(identity, 'POST', 'logout', { scope: 'global' }, { token })
    const answers = await Promise.all([...codes.map((code) => exchange(identity, code)), signOut])
    t.ok(answers.every(({ statusCode }) => statusCode === 200 || statusCode === 400))
    t.same(await identity.query('select id from identity.sessions where revoked_at is null'), [])
  }
})
