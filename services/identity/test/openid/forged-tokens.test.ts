import { createHmac, createPublicKey } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import t from 'tap'
import { SECOND } from '../fixtures/clock.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { encode } from '../fixtures/tokens.ts'
import { claimsFor, idToken, secondsOf } from './fixtures/id-tokens.ts'
import type { Claims } from './fixtures/mock-provider.ts'
import { mockProvider } from './fixtures/mock-provider.ts'
import { CLIENT_ID, googleAt } from './fixtures/settings.ts'
import { signInWith } from './fixtures/sign-in.ts'

const provider = await mockProvider(t)
const identity = await startIdentity(t, { env: googleAt(provider.issuer), relay: false })
const [key] = provider.server.issuer.keys.toJSON()
const kid = `${key?.kid}`

const signIn = (id_token: string) => signInWith(identity, { id_token })
const withClaims = async (claims: Claims) => signIn(await idToken(identity, provider, claims))

t.test('a token for another audience is refused, and for several unless it was made for us', async (t) => {
  const others = ['other', '', undefined, [], ['other'], [CLIENT_ID, 'other'], `${CLIENT_ID} `, { [CLIENT_ID]: 1 }]
  for (const aud of others) isRefused(t, await withClaims({ aud }), 'token_invalid', JSON.stringify(aud))
  isRefused(t, await withClaims({ aud: [CLIENT_ID, 'other'], azp: 'other' }), 'token_invalid', 'azp of another')
  t.equal((await withClaims({ aud: [CLIENT_ID, 'other'], azp: CLIENT_ID })).statusCode, 200)
  t.equal((await withClaims({ aud: CLIENT_ID, azp: 'an app of ours' })).statusCode, 200)
})

t.test('a token of another issuer is refused', async (t) => {
  const { issuer } = provider
  for (const iss of [
    'https://accounts.google.com',
    `${issuer}/`,
    `${issuer}.evil`,
    issuer.toUpperCase(),
    undefined,
    7
  ]) {
    isRefused(t, await withClaims({ iss }), 'token_invalid', `${iss}`)
  }
})

t.test('an expired token says so, and one from the future is refused', async (t) => {
  const now = secondsOf(identity)
  isRefused(t, await withClaims({ iat: now - 3600, exp: now - 6 }), 'token_expired')
  isRefused(t, await withClaims({ iat: now + 60, exp: now + 3600 }), 'token_invalid', 'issued in a minute')
  isRefused(t, await withClaims({ nbf: now + 60 }), 'token_invalid', 'not yet valid')
  t.equal((await withClaims({ iat: now + 4, exp: now - 4 })).statusCode, 200, 'clocks may differ by five seconds')
})

t.test('a token without what is needed is refused', async (t) => {
  for (const claim of ['sub', 'iat', 'exp', 'email', 'iss', 'aud']) {
    isRefused(t, await withClaims({ [claim]: undefined }), 'token_invalid', `no ${claim}`)
  }
  for (const sub of ['', 7, null, 'x'.repeat(256), 'a\u0000b', '\ud800']) {
    isRefused(t, await withClaims({ sub }), 'token_invalid', `sub ${sub}`)
  }
  for (const wrong of [{ email: 7 }, { iat: 'now' }, { exp: 'never' }, { iat: null }]) {
    isRefused(t, await withClaims(wrong), 'token_invalid', JSON.stringify(wrong))
  }
})

t.test("a token that another's key signed is refused, whatever it says of itself", async (t) => {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  const jwk = await exportJWK(publicKey)
  const claims = claimsFor(identity, provider.issuer)
  for (const header of [{ kid }, { kid: 'unknown' }, {}, { kid, jwk }, { kid, jku: 'http://127.0.0.1:1/keys' }]) {
    const forged = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', ...header }).sign(privateKey)
    isRefused(t, await signIn(forged), 'token_invalid', JSON.stringify(header))
  }
})

t.test('a token whose claims were changed after it was signed is refused', async (t) => {
  const [header, , signature] = (await idToken(identity, provider)).split('.')
  const changed = encode(claimsFor(identity, provider.issuer, { email: 'victim@example.com' }))
  isRefused(t, await signIn(`${header}.${changed}.${signature}`), 'token_invalid')
  isRefused(t, await signIn(`${header}.${changed}.`), 'token_invalid', 'without its signature')
})

t.test('the algorithm none and one with the public key as a secret are refused', async (t) => {
  const claims = encode(claimsFor(identity, provider.issuer))
  for (const alg of ['none', 'None', 'NONE', '']) {
    isRefused(t, await signIn(`${encode({ alg, kid })}.${claims}.`), 'token_invalid', alg)
  }
  const publicKey = createPublicKey({ key: { ...key }, format: 'jwk' })
  const secrets = [publicKey.export({ type: 'spki', format: 'pem' }), JSON.stringify(key), `${key?.n}`]
  for (const secret of secrets) {
    const signed = `${encode({ alg: 'HS256', kid, typ: 'JWT' })}.${claims}`
    const mac = createHmac('sha256', secret).update(signed).digest('base64url')
    isRefused(t, await signIn(`${signed}.${mac}`), 'token_invalid', 'HS256')
  }
})

t.test("an algorithm that is not on the list is refused, even with a key of the provider's", async (t) => {
  for (const alg of ['RS384', 'PS512', 'ES384']) {
    const { kid } = await provider.server.issuer.keys.generate(alg)
    identity.clock.advance(5 * SECOND)
    isRefused(t, await signIn(await idToken(identity, provider, {}, { key: kid })), 'token_invalid', alg)
  }
  for (const alg of ['ES256', 'PS256', 'EdDSA']) {
    const { kid } = await provider.server.issuer.keys.generate(alg)
    identity.clock.advance(5 * SECOND)
    t.equal((await signIn(await idToken(identity, provider, {}, { key: kid }))).statusCode, 200, alg)
  }
})

t.test('what is no token is refused', async (t) => {
  const token = await idToken(identity, provider, {}, { key: kid })
  for (const text of ['x', '..', 'a.b.c', `${token}.x`, `Bearer ${token}`, 'é'.repeat(100), token.slice(0, -10)]) {
    isRefused(t, await signIn(text), 'token_invalid', text.slice(0, 10))
  }
  t.equal((await signIn(token)).statusCode, 200)
})
