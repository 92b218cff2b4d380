import { seal } from '@gatehouse/platform/keys/seal'
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose'
import type { PublicJwk } from './signing-key.entity.ts'

/** A new key pair, ready to be stored: its private half is sealed under the newest of `secrets`. */
export async function makeKey(secrets: Uint8Array[], now: Date) {
  const pair = await generateKeyPair('ES256', { extractable: true })
  const publicHalf = await exportJWK(pair.publicKey)
  const kid = await calculateJwkThumbprint(publicHalf)
  return {
    id: kid,
    publicJwk: { ...publicHalf, kid, alg: 'ES256', use: 'sig' } as PublicJwk,
    sealedPrivateJwk: await seal(secrets, await exportJWK(pair.privateKey)),
    createdAt: now
  }
}
