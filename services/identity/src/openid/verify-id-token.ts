import { createHash } from 'node:crypto'
import { Refusal } from '@gatehouse/platform/refusal'
import type { JWTPayload } from 'jose'
import { errors, jwtVerify } from 'jose'
import type { Deps } from '../deps.ts'
import type { Claims, ExpectedNonce } from './claims.ts'
import { faultOf, SKEW_S } from './claims.ts'
import type { OpenProvider } from './open-provider.ts'
import type { Spendable } from './spend.ts'

const ALGORITHMS = ['RS256', 'ES256', 'PS256', 'EdDSA', 'Ed25519']

/** What an ID token proved. It is used once. */
export type Proven = Spendable & { provider: string; claims: Claims }

/**
 * Verifies that the provider made this token for us, that it is alive and answers to the nonce. It is not spent yet.
 * @throws Refusal `token_expired`, `token_invalid`, or `unavailable` if the provider's keys cannot be had
 */
export async function verifyIdToken(
  deps: Deps,
  provider: OpenProvider,
  idToken: string,
  expected: ExpectedNonce
): Promise<Proven> {
  const payload = await readPayload(deps, provider, idToken)
  const fault = faultOf(payload, provider.clientId, expected, deps.now())
  if (fault) return refuse(deps, provider, fault)
  const claims = payload as Claims
  return { provider: provider.name, claims, hash: hashOf(idToken), deadAtMs: (claims.exp + SKEW_S) * 1000 }
}

async function readPayload(deps: Deps, provider: OpenProvider, idToken: string): Promise<JWTPayload> {
  const { metadata, keyOf } = await provider.discovered()
  const wanted = {
    algorithms: ALGORITHMS,
    issuer: [metadata.issuer, ...provider.otherIssuers],
    audience: provider.clientId,
    requiredClaims: ['sub', 'iat', 'exp', 'email'],
    currentDate: deps.now(),
    clockTolerance: SKEW_S
  }
  const { payload } = await jwtVerify(idToken, keyOf, wanted).catch((error: unknown) => {
    if (error instanceof errors.JWTExpired) return refuse(deps, provider, 'expired', 'token_expired')
    if (error instanceof errors.JOSEError) return refuse(deps, provider, wordFor(error))
    throw error
  })
  return payload
}

// The log is told why, in a word; the caller, who may have forged it, is not.
function refuse(
  { log }: Deps,
  { name }: OpenProvider,
  reason: string,
  code: 'token_invalid' | 'token_expired' = 'token_invalid'
): never {
  log.info({ provider: name, reason }, 'an ID token was refused')
  throw new Refusal(code)
}

const wordFor = (error: errors.JOSEError) =>
  error instanceof errors.JWTClaimValidationFailed ? error.claim : error.code

// Of the signed part, since a signature can be written in more ways than one.
const hashOf = (idToken: string) =>
  createHash('sha256')
    .update(idToken.slice(0, idToken.lastIndexOf('.')))
    .digest()
