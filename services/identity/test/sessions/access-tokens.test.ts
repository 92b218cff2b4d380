import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import t from 'tap'
import { call, newEmail, PASSWORD, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { claimsOf, encode, headerOf, signAs } from '../fixtures/tokens.ts'

const PUBLIC_URL = 'https://id.example.com'
const identity = await startIdentity(t, { env: { PUBLIC_URL: `${PUBLIC_URL}/` } })
const person = await signedInUser(identity)
const claims = claimsOf(person.token)
const { kid } = headerOf(person.token)

t.test('an access token says who, which session, from whom, for whom and until when', async (t) => {
  const answer = await call(identity, 'POST', 'login', { email: person.email, password: PASSWORD })
  const { token } = answer.json()
  const { sub, sid, iss, aud, iat, exp, ...more } = claimsOf(token)
  t.same({ sub, iss, aud, more }, { sub: person.id, iss: PUBLIC_URL, aud: PUBLIC_URL, more: {} })
  const rows = await identity.query('select 1 from identity.sessions where id = ? and user_id = ?', [sid, sub])
  t.equal(rows.length, 1)
  t.equal(exp - iat, 900)
  t.match(headerOf(token), { alg: 'ES256', kid: /^[\w-]{43}$/ })
})

t.test('the life of an access token follows the settings', async (t) => {
  const beside = await startIdentity(t, { beside: identity, env: { PUBLIC_URL, ACCESS_TOKEN_TTL: '60' } })
  const { token, expires_in } = (
    await call(beside, 'POST', 'register', { email: newEmail(), password: PASSWORD })
  ).json()
  t.equal(expires_in, 60)
  t.equal(claimsOf(token).exp - claimsOf(token).iat, 60)
})

const tampered = (token: string, change: (claims: object) => object) => {
  const [header, , signature] = token.split('.')
  return [header, encode(change(claimsOf(token))), signature].join('.')
}

const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })

const signedBy = (header: object, make: (input: Buffer) => Buffer | string) => {
  const input = `${encode(header)}.${encode(claims)}`
  const signature = make(Buffer.from(input))
  return `${input}.${typeof signature === 'string' ? signature : signature.toString('base64url')}`
}

/** The textbook attack: the public key is no secret, so it must not be taken for one of HMAC. */
async function signedWithThePublicKey() {
  const pem = `${await identity.deps.keyring.publicKey(kid)}`
  return signedBy({ alg: 'HS256', typ: 'JWT', kid }, (input) => createHmac('sha256', pem).update(input).digest())
}

const ecdsa = (input: Buffer) => sign('sha256', input, { key: foreign, dsaEncoding: 'ieee-p1363' })
const now = Math.floor(Date.now() / 1000)

const FORGED: Record<string, string> = {
  'a token that is none': 'garbage',
  'three empty parts': '..',
  'a token without its signature': person.token.split('.').slice(0, 2).join('.'),
  'a token with an empty signature': `${person.token.split('.').slice(0, 2).join('.')}.`,
  'a token of another subject': tampered(person.token, (claims) => ({ ...claims, sub: crypto.randomUUID() })),
  'a token of another session': tampered(person.token, (claims) => ({ ...claims, sid: crypto.randomUUID() })),
  'algorithm none': signedBy({ alg: 'none', typ: 'JWT', kid }, () => ''),
  'HS256 under the public key': await signedWithThePublicKey(),
  RS256: signedBy({ alg: 'RS256', typ: 'JWT', kid }, (input) => sign('sha256', input, rsa.privateKey)),
  'a foreign key under our kid': signedBy({ alg: 'ES256', typ: 'JWT', kid }, ecdsa),
  'an unknown kid': await signAs(identity, claims, { kid: 'x'.repeat(43) }),
  'a kid that is a path': await signAs(identity, claims, { kid: '../../etc/passwd' }),
  'a kid that is a prototype': await signAs(identity, claims, { kid: '__proto__' }),
  'no kid': await signAs(identity, claims, { kid: undefined }),
  'another issuer': await signAs(identity, { ...claims, iss: 'https://elsewhere.example.com' }),
  'another audience': await signAs(identity, { ...claims, aud: 'https://elsewhere.example.com' }),
  'no issuer': await signAs(identity, { ...claims, iss: undefined }),
  'no audience': await signAs(identity, { ...claims, aud: undefined }),
  'no session': await signAs(identity, { ...claims, sid: undefined }),
  'no expiry': await signAs(identity, { ...claims, exp: undefined }),
  'a time to come': await signAs(identity, { ...claims, nbf: now + 3600 }),
  'a very long token': `${person.token}${'a'.repeat(7000)}`
}

t.test('only a token that we made as it is opens anything', async (t) => {
  t.equal((await person.get('profile')).statusCode, 200)
  for (const [what, token] of Object.entries(FORGED)) {
    const answer = await call(identity, 'GET', 'profile', undefined, { token })
    isRefused(t, answer, 'token_invalid', what)
  }
})

t.test('an expired token is told from a wrong one', async (t) => {
  const token = await signAs(identity, { ...claims, iat: now - 1000, exp: now - 100 })
  const answer = await call(identity, 'GET', 'profile', undefined, { token })
  t.same(isRefused(t, answer, 'token_expired'), {})
})

t.test('nothing but a bearer token in the header is accepted', async (t) => {
  const { token } = person
  const headers = [undefined, '', 'Bearer', 'Bearer ', 'Bearer  ', token, `Basic ${token}`, `Bearer ${token} more`]
  for (const authorization of headers) {
    const answer = await call(identity, 'GET', 'profile', undefined, {
      headers: authorization === undefined ? {} : { authorization }
    })
    isRefused(t, answer, 'token_invalid', `${authorization}`.slice(0, 12))
  }
  const inQuery = await call(identity, 'GET', `/api/auth/profile/?token=${token}&access_token=${token}`)
  isRefused(t, inQuery, 'token_invalid', 'a query')
  const inCookie = await call(identity, 'GET', 'profile', undefined, { headers: { cookie: `token=${token}` } })
  isRefused(t, inCookie, 'token_invalid', 'a cookie')
  isRefused(t, await call(identity, 'POST', 'complete-profile', { token }), 'token_invalid', 'a body')
})

t.test('the token is asked for before the body is read', async (t) => {
  const routes = ['logout', 'complete-profile', 'send-phone-verification', 'verify-phone']
  for (const route of routes) isRefused(t, await call(identity, 'POST', route, '{broken'), 'token_invalid', route)
})

t.test('every route that is not public wants a token', async (t) => {
  const routes = [
    ['POST', 'logout'],
    ['GET', 'profile'],
    ['GET', 'get-profile'],
    ['PATCH', 'profile'],
    ['POST', 'complete-profile'],
    ['POST', 'send-phone-verification'],
    ['GET', 'phone-verification'],
    ['POST', 'verify-phone'],
    ['GET', 'verify-token']
  ] as const
  for (const [method, route] of routes) isRefused(t, await call(identity, method, route), 'token_invalid', route)
})
