import { hkdfSync } from 'node:crypto'

/**
 * A key of 32 bytes for one use, derived from a root key. Two uses never share key material, and a leaked subkey tells
 * nothing of the root or of another subkey.
 */
export function subkey(root: Uint8Array, use: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', root, new Uint8Array(), `gatehouse/${use}/v1`, 32))
}
