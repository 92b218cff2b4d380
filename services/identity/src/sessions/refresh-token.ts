import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/**
 * A refresh token is `session id (16 bytes) | secret (32) | tag (16)` in base64url. Each secret is derived from the one
 * before it, so that the successor can be made again for a second tab while only hashes are stored. The tag proves that
 * we made the token: an old one ends its session, a made-up one does nothing.
 */
export type RefreshToken = { sessionId: string; secret: Buffer; text: string }

const ID_BYTES = 16
const SECRET_BYTES = 32
const TAG_BYTES = 16

/** The first token of a session. */
export const firstToken = (keys: Uint8Array[], sessionId: string): RefreshToken =>
  write(keys[0] as Uint8Array, sessionId, randomBytes(SECRET_BYTES))

/** The tokens that may follow: one for each key that may have been the first when it was made. */
export const successors = (keys: Uint8Array[], { sessionId, secret }: RefreshToken): RefreshToken[] =>
  keys.map((key) => write(key, sessionId, mac(key, 'successor', sessionId, secret)))

/** @returns the token, or null if it was not made under one of the keys. */
export function readToken(keys: Uint8Array[], text: string): RefreshToken | null {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length !== ID_BYTES + SECRET_BYTES + TAG_BYTES || bytes.toString('base64url') !== text) return null
  const sessionId = toUuid(bytes.subarray(0, ID_BYTES))
  const secret = bytes.subarray(ID_BYTES, ID_BYTES + SECRET_BYTES)
  const tag = bytes.subarray(ID_BYTES + SECRET_BYTES)
  const isOurs = keys.some((key) => timingSafeEqual(tag, tagOf(key, sessionId, secret)))
  return isOurs ? { sessionId, secret, text } : null
}

export const hashOf = ({ text }: RefreshToken): Buffer => createHash('sha256').update(text).digest()

function write(key: Uint8Array, sessionId: string, secret: Buffer): RefreshToken {
  const id = Buffer.from(sessionId.replaceAll('-', ''), 'hex')
  const text = Buffer.concat([id, secret, tagOf(key, sessionId, secret)]).toString('base64url')
  return { sessionId, secret, text }
}

const tagOf = (key: Uint8Array, sessionId: string, secret: Buffer) =>
  mac(key, 'tag', sessionId, secret).subarray(0, TAG_BYTES)

const mac = (key: Uint8Array, use: string, sessionId: string, secret: Buffer) =>
  createHmac('sha256', key).update(`${use}|${sessionId}|`).update(secret).digest()

const toUuid = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
