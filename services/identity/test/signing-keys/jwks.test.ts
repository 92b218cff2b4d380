import { createLocalJWKSet, jwtVerify } from 'jose'
import t from 'tap'
import { call, signedInUser } from '../fixtures/people.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { headerOf } from '../fixtures/tokens.ts'

const identity = await startIdentity(t)

t.test('a gateway verifies a token from the public keys alone', async (t) => {
  const person = await signedInUser(identity)
  const answer = await call(identity, 'GET', '/.well-known/jwks.json')
  t.equal(answer.statusCode, 200)
  const url = identity.settings.publicUrl
  const { payload } = await jwtVerify(person.token, createLocalJWKSet(answer.json()), {
    issuer: url,
    audience: url,
    algorithms: ['ES256']
  })
  t.equal(payload.sub, person.id)
})

t.test('the public keys are cacheable and hold nothing private', async (t) => {
  const answer = await call(identity, 'GET', '/.well-known/jwks.json/')
  t.match(answer.headers['cache-control'], /public, max-age=600$/)
  t.ok(answer.headers['x-request-id'])
  const { keys } = answer.json()
  t.equal(keys.length, 2, 'the current and the next one')
  for (const key of keys) {
    t.same(Object.keys(key).sort(), ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'])
    t.match(key, { kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' })
  }
})

t.test('processes that start at once sign with one key', async (t) => {
  const first = await startIdentity(t, { relay: false })
  const start = () => startIdentity(t, { relay: false, beside: first })
  const [a, b] = await Promise.all([start(), start()])
  const tokens = await Promise.all([a, b, first].map((process) => signedInUser(process)))
  t.equal(new Set(tokens.map(({ token }) => headerOf(token).kid)).size, 1)
  t.equal((await first.query('select 1 from identity.signing_keys')).length, 2)
})
