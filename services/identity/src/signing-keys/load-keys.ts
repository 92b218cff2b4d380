import { createPrivateKey, createPublicKey } from 'node:crypto'
import { isSealedUnder, seal, unseal } from '@gatehouse/platform/keys/seal'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { JWK } from 'jose'
import { makeFirstKey } from './make-first-key.ts'
import type { Ring } from './ring.ts'
import { SigningKeyEntity } from './signing-key.entity.ts'

/** Reads all keys, and makes the first one if there is none. @throws UnknownKey if no secret opens the newest. */
export async function loadKeys(fork: () => EntityManager, secrets: Uint8Array[], now: Date): Promise<Ring> {
  const kept = await fork().find(SigningKeyEntity, {}, { orderBy: { createdAt: 'desc' } })
  const keys = kept.length > 0 ? kept : [await makeFirstKey(fork(), secrets, now)]
  const [newest] = keys as [SigningKeyEntity]
  const privateJwk = await openPrivateHalf(fork(), newest, secrets)
  return {
    current: { kid: newest.id, privatePem: toPem(createPrivateKey({ key: privateJwk, format: 'jwk' }), 'pkcs8') },
    publicJwks: keys.map(({ publicJwk }) => publicJwk),
    publicPems: new Map(
      keys.map(({ id, publicJwk }) => [id, toPem(createPublicKey({ key: publicJwk, format: 'jwk' }), 'spki')])
    )
  }
}

const toPem = (key: ReturnType<typeof createPrivateKey>, type: 'pkcs8' | 'spki') =>
  key.export({ type, format: 'pem' }) as string

// Sealed anew under the newest secret, so that an older one can be dropped.
async function openPrivateHalf(em: EntityManager, { id, sealedPrivateJwk }: SigningKeyEntity, secrets: Uint8Array[]) {
  const privateJwk = (await unseal(secrets, sealedPrivateJwk)) as JWK
  if (!isSealedUnder(secrets, sealedPrivateJwk)) {
    await em.nativeUpdate(
      SigningKeyEntity,
      { id, sealedPrivateJwk },
      { sealedPrivateJwk: await seal(secrets, privateJwk) }
    )
  }
  return privateJwk
}
