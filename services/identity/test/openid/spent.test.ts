import t from 'tap'
import { forgetSpent } from '../../src/openid/forget-spent.ts'
import { HOUR } from '../fixtures/clock.ts'
import { newEmail } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { idToken } from './fixtures/id-tokens.ts'
import { mockProvider } from './fixtures/mock-provider.ts'
import { googleAt } from './fixtures/settings.ts'
import { personAt, signInWith } from './fixtures/sign-in.ts'

const provider = await mockProvider(t)
const identity = await startIdentity(t, { env: googleAt(provider.issuer), relay: false })
const other = await startIdentity(t, { env: googleAt(provider.issuer), relay: false, beside: identity })

t.test('a token is used once, in whatever field and process', async (t) => {
  const id_token = await idToken(identity, provider)
  t.equal((await signInWith(identity, { id_token })).statusCode, 200)
  isRefused(t, await signInWith(identity, { id_token }), 'token_invalid')
  isRefused(t, await signInWith(other, { credential: id_token }), 'token_invalid')
})

t.test('of ten uses of one token at the same time one succeeds, and one account is made', async (t) => {
  const email = newEmail()
  const id_token = await idToken(identity, provider, { email })
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, n) => signInWith(n % 2 ? identity : other, { id_token }))
  )
  t.same(answers.map(({ statusCode }) => statusCode).sort(), [200, ...Array(9).fill(401)])
  t.equal((await identity.query('select id from identity.users where email = ?', [email])).length, 1)
})

t.test('a token stays used however its signature is written', async (t) => {
  const id_token = await idToken(identity, provider)
  t.equal((await signInWith(identity, { id_token })).statusCode, 200)
  // The last letter of a signature of 256 bytes has four bits that stand for nothing.
  const sameBytes = id_token.replace(/.$/, (last) => String.fromCharCode(last.charCodeAt(0) + 1))
  t.same(
    Buffer.from(sameBytes.split('.')[2] ?? '', 'base64url'),
    Buffer.from(id_token.split('.')[2] ?? '', 'base64url')
  )
  for (const variant of [sameBytes, `${id_token}=`, `${id_token}==`, ` ${id_token}`, `${id_token}\n`]) {
    isRefused(t, await signInWith(identity, { id_token: variant }), 'token_invalid', JSON.stringify(variant.slice(-3)))
  }
})

t.test('of ten first sign-ins of one person at the same time one is new, and all are signed in', async (t) => {
  const person = personAt(identity, provider, { email: newEmail() })
  const tokens = await Promise.all(Array.from({ length: 10 }, () => person.token()))
  const answers = await Promise.all(tokens.map((id_token, n) => signInWith(n % 2 ? identity : other, { id_token })))
  t.same(
    answers.map(({ statusCode }) => statusCode),
    Array(10).fill(200)
  )
  const bodies = answers.map((answer) => answer.json())
  t.equal(bodies.filter(({ is_new_user }) => is_new_user).length, 1)
  t.equal(new Set(bodies.map(({ user }) => user.id)).size, 1)
})

t.test('used tokens are forgotten once nobody accepts them any more, and not before', async (t) => {
  const count = async () => (await identity.query('select 1 from identity.spent_tokens')).length
  const id_token = await idToken(identity, provider)
  t.equal((await signInWith(identity, { id_token })).statusCode, 200)
  const before = await count()
  identity.clock.advance(HOUR)
  await forgetSpent(identity.deps, identity.orm.em.fork())
  t.equal(await count(), before, 'the clock of another process may be behind')
  identity.clock.advance(2 * HOUR)
  await forgetSpent(identity.deps, identity.orm.em.fork())
  t.equal(await count(), 0)
  isRefused(t, await signInWith(identity, { id_token }), 'token_expired')
})
