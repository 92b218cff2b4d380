import { Refusal } from '@gatehouse/platform/refusal'
import t from 'tap'
import { confirmIdentity } from '../../src/openid/confirm-identity.ts'
import { MINUTE, SECOND } from '../fixtures/clock.ts'
import { newEmail, signedInUser } from '../fixtures/people.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { secondsOf } from './fixtures/id-tokens.ts'
import { mockProvider } from './fixtures/mock-provider.ts'
import { googleAt } from './fixtures/settings.ts'
import { personAt, signInWith } from './fixtures/sign-in.ts'

const provider = await mockProvider(t)
const identity = await startIdentity(t, { env: googleAt(provider.issuer), relay: false })

const confirm = (userId: string, token: string) =>
  confirmIdentity(identity.deps, identity.orm.em.fork(), userId, token).catch((error) =>
    error instanceof Refusal ? error.code : Promise.reject(error)
  )

async function somebody() {
  const person = personAt(identity, provider, { email: newEmail() })
  return { person, id: (await person.signIn()).json().user.id as string }
}

t.test('a new token of the same person confirms them once', async (t) => {
  const { person, id } = await somebody()
  const token = await person.token({ nonce: 'whatever' })
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => confirm(id, token)))
  t.same(outcomes.sort(), ['google', ...Array(4).fill('token_invalid')])
  t.equal((await signInWith(identity, { id_token: token, nonce: 'whatever' })).statusCode, 401, 'nor does it sign in')
})

t.test('the token with which somebody signed in confirms nothing', async (t) => {
  const { person, id } = await somebody()
  const token = await person.token()
  await signInWith(identity, { id_token: token })
  t.equal(await confirm(id, token), 'token_invalid')
})

t.test('a token of somebody else, or for somebody without a link, confirms nothing', async (t) => {
  const [one, other] = [await somebody(), await somebody()]
  t.equal(await confirm(one.id, await other.person.token()), 'token_invalid')
  const bare = await signedInUser(identity)
  const samePerson = personAt(identity, provider, { email: bare.email })
  t.equal(await confirm(bare.id, await samePerson.token()), 'token_invalid', 'the address alone is no link')
})

t.test('a token that is older than five minutes has expired for this', async (t) => {
  const { person, id } = await somebody()
  const [young, old] = [await person.token(), await person.token({ iat: secondsOf(identity) - 1 })]
  identity.clock.advance(5 * MINUTE - (identity.clock.now().getTime() % SECOND))
  t.equal(await confirm(id, old), 'token_expired')
  t.equal(await confirm(id, young), 'google')
})

t.test('forged tokens confirm nothing', async (t) => {
  const { person, id } = await somebody()
  const wrong = [
    { aud: 'other' },
    { iss: 'https://evil.example' },
    { exp: secondsOf(identity) + 60, iat: secondsOf(identity) + 60 }
  ]
  for (const claims of wrong)
    t.equal(await confirm(id, await person.token(claims)), 'token_invalid', JSON.stringify(claims))
  for (const text of ['x', 'a.b.c', '']) t.equal(await confirm(id, text), 'token_invalid', text)
})

t.test('where no provider is set up, that way of confirming is not either', async (t) => {
  const without = await startIdentity(t, { relay: false, beside: identity })
  const refused = confirmIdentity(without.deps, without.orm.em.fork(), 'x', 'x')
  await t.rejects(refused, { code: 'provider_not_configured' })
})
