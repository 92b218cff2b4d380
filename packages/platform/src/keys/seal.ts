import { createHash } from 'node:crypto'
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose'

const keyId = (key: Uint8Array) => createHash('sha256').update(key).digest('base64url').slice(0, 8)

/** Seals a value as a compact JWE (dir, A256GCM) under the first of `keys`, each of 32 bytes. */
export async function seal(keys: Uint8Array[], value: unknown): Promise<string> {
  const key = keys[0] as Uint8Array
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(value)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: keyId(key) })
    .encrypt(key)
}

/** Whether a value was sealed under the first of `keys`, the one in use. */
export const isSealedUnder = ([first]: Uint8Array[], sealed: string): boolean =>
  first !== undefined && decodeProtectedHeader(sealed).kid === keyId(first)

/** Sealed under a key that is not, or no longer, among ours. */
export class UnknownKey extends Error {}

/**
 * Opens a sealed value with whichever of `keys` sealed it, so that keys can be rotated with messages in flight.
 * @throws if none fits or the text was changed.
 */
export async function unseal(keys: Uint8Array[], sealed: string): Promise<unknown> {
  const { plaintext } = await compactDecrypt(
    sealed,
    ({ kid }) => {
      const key = keys.find((key) => keyId(key) === kid)
      if (!key) throw new UnknownKey('sealed under a key that is not in use')
      return key
    },
    { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] }
  )
  return JSON.parse(new TextDecoder().decode(plaintext))
}
