import type { JWTPayload } from 'jose'

/** Clocks may differ by so much. */
export const SKEW_S = 5
const NAME_LENGTH = 150
const SUBJECT_LENGTH = 255

/** What an ID token has to carry to be of use here. Its issuer, audience, times and signature are checked before. */
export type Claims = JWTPayload & { sub: string; iat: number; exp: number; email: string }

/** Accepted of nonces: the one that was asked for or none, or any where the caller is known by other means. */
export type ExpectedNonce = { nonce: string | undefined } | 'any nonce'

/** @returns a word for what the library does not check and is wrong with the claims, or null. */
export function faultOf(claims: JWTPayload, clientId: string, expected: ExpectedNonce, now: Date): string | null {
  const { sub, email, aud, azp, iat = 0, nonce } = claims
  if (typeof sub !== 'string' || sub === '' || sub.length > SUBJECT_LENGTH || isBroken(sub)) return 'sub'
  if (typeof email !== 'string') return 'email'
  if (Array.isArray(aud) && aud.length > 1 && azp !== clientId) return 'azp'
  if (iat > now.getTime() / 1000 + SKEW_S) return 'iat'
  if (expected !== 'any nonce' && nonce !== expected.nonce) return 'nonce'
  return null
}

/** Some providers write the flag as text. */
export const isEmailVerified = ({ email_verified }: Claims) => email_verified === true || email_verified === 'true'

/** A name as we keep names: as many whole characters as fit. */
export const nameIn = (claim: unknown): string =>
  typeof claim === 'string' ? [...claim.replaceAll('\0', '').toWellFormed().trim()].slice(0, NAME_LENGTH).join('') : ''

const isBroken = (text: string) => text.includes('\0') || !text.isWellFormed()
