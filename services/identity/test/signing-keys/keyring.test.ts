import { randomBytes } from 'node:crypto'
import t from 'tap'
import { signedInUser } from '../fixtures/people.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { until } from '../fixtures/until.ts'

const secret = () => randomBytes(32).toString('base64')

t.test('a key that is gone from the database verifies nothing any more, cached or not', async (t) => {
  const identity = await startIdentity(t)
  const person = await signedInUser(identity)
  t.equal((await person.get('profile')).statusCode, 200)
  await identity.query('delete from identity.signing_keys')
  await until('the token to be refused', async () => (await person.get('profile')).statusCode === 401)
  t.equal((await person.get('profile')).json().code, 'token_invalid')
})

t.test('a private half is sealed anew under the newest secret, so that the old one can be dropped', async (t) => {
  const [old, fresh] = [secret(), secret()]
  const first = await startIdentity(t, { env: { IDENTITY_SECRET: old } })
  const person = await signedInUser(first)
  const both = await startIdentity(t, { env: { IDENTITY_SECRET: `${fresh},${old}` }, beside: first })
  await both.deps.keyring.current()
  const alone = await startIdentity(t, { env: { IDENTITY_SECRET: fresh }, beside: first })
  t.equal((await alone.deps.keyring.current()).kid, (await first.deps.keyring.current()).kid)
  const { token } = person
  const answer = await alone.app.inject({ url: '/api/auth/profile/', headers: { authorization: `Bearer ${token}` } })
  t.equal(answer.statusCode, 200)
})
