import t from 'tap'
import { MINUTE } from '../fixtures/clock.ts'
import { caller, login, newAddress, newEmail, PASSWORD, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { mockProvider } from '../openid/fixtures/mock-provider.ts'
import { googleAt } from '../openid/fixtures/settings.ts'
import { personAt } from '../openid/fixtures/sign-in.ts'

const provider = await mockProvider(t)
const identity = await startIdentity(t, { env: googleAt(provider.issuer), relay: false })
const new_password = 'a quite different one'

/** Somebody who signed in through the provider, longer ago than is recent, and has no password. */
async function signedInLongAgo() {
  const person = personAt(identity, provider, { email: newEmail() })
  const { token, user } = (await person.signIn()).json()
  identity.clock.advance(5 * MINUTE + 1)
  return { ...person, id: `${user.id}`, ...caller(identity, token, newAddress()) }
}

t.test('an ID token of the same person opens five minutes, in which a first password is set', async (t) => {
  const person = await signedInLongAgo()
  isRefused(t, await person.post('change-password', { new_password }), 'reauthentication_required')
  const answer = await person.post('reauthenticate', { id_token: await person.token() })
  t.equal(answer.statusCode, 200)
  const rows = await identity.query(
    `select outcome, provider from identity.activity where user_id = ? and event = 'reauthentication'`,
    [person.id]
  )
  t.same(rows, [{ outcome: 'success', provider: 'google' }])
  t.equal((await person.post('change-password', { new_password })).statusCode, 200)
  t.equal((await login(identity, person.email, new_password)).statusCode, 200)
})

t.test('an ID token that is used, old, or somebody else’s opens nothing', async (t) => {
  const [person, other] = [await signedInLongAgo(), await signedInLongAgo()]
  const used = await other.token()
  await other.post('reauthenticate', { id_token: used })
  isRefused(t, await other.post('reauthenticate', { id_token: used }), 'token_invalid', 'used')
  isRefused(t, await person.post('reauthenticate', { id_token: await other.token() }), 'token_invalid', 'another’s')
  isRefused(t, await person.post('reauthenticate', { id_token: 'a.b.c' }), 'token_invalid', 'none at all')
  const old = await person.token()
  identity.clock.advance(5 * MINUTE + 1000)
  isRefused(t, await person.post('reauthenticate', { id_token: old }), 'token_expired')
  const byPassword = await signedInUser(identity)
  const stranger = await byPassword.post('reauthenticate', { id_token: await person.token() })
  isRefused(t, stranger, 'token_invalid', 'to whom nothing is linked')
  isRefused(t, await person.post('change-password', { new_password }), 'reauthentication_required')
})

t.test('both proofs at once are none, and spend nothing', async (t) => {
  const person = await signedInLongAgo()
  const id_token = await person.token()
  isRefused(t, await person.post('reauthenticate', { id_token, password: PASSWORD }), 'validation_failed')
  t.equal((await person.post('reauthenticate', { id_token })).statusCode, 200)
})

t.test('without a provider there is only the password', async (t) => {
  const without = await startIdentity(t, { relay: false })
  const person = await signedInUser(without)
  isRefused(t, await person.post('reauthenticate', { id_token: 'a.b.c' }), 'provider_not_configured')
})
