import { createPrivateKey, createPublicKey } from 'node:crypto'
import { isSealedUnder, seal, unseal } from '@gatehouse/platform/keys/seal'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { JWK } from 'jose'
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose'
import type { PublicJwk } from './signing-key.entity.ts'
import { SigningKeyEntity } from './signing-key.entity.ts'

export type SigningKey = { kid: string; privatePem: string }
type Ring = { current: SigningKey; publicJwks: PublicJwk[]; publicPems: Map<string, string> }

/** The keys of the access tokens: the current one signs, all of them verify. */
export type Keyring = {
  current: () => Promise<SigningKey>
  /** In PEM, or undefined for a key that is not ours. */
  publicKey: (kid: string | undefined) => Promise<string | undefined>
  publicJwks: () => Promise<PublicJwk[]>
}

// How long another process's change of the keys may go unseen.
const FRESH_MS = 5000

/** @param secrets subkeys that seal the private halves, newest first */
export function createKeyring(fork: () => EntityManager, secrets: Uint8Array[], now: () => Date): Keyring {
  let loaded: { ring: Ring; at: number } | undefined
  let loading: Promise<Ring> | undefined
  const reload = async () => {
    const ring = await load(fork, secrets, now())
    loaded = { ring, at: performance.now() }
    return ring
  }
  // A gateway that asks for the public keys needs them also while the database is away.
  const keepLast = (error: unknown) => {
    if (loaded) return loaded.ring
    throw error
  }
  const ring = async () => {
    if (loaded && performance.now() - loaded.at < FRESH_MS) return loaded.ring
    loading ??= reload()
      .catch(keepLast)
      .finally(() => {
        loading = undefined
      })
    return loading
  }
  return {
    current: async () => (await ring()).current,
    publicKey: async (kid) => (kid ? (await ring()).publicPems.get(kid) : undefined),
    publicJwks: async () => (await ring()).publicJwks
  }
}

const findKeys = (em: EntityManager) => em.find(SigningKeyEntity, {}, { orderBy: { createdAt: 'desc' } })

async function makeFirst(em: EntityManager, secrets: Uint8Array[], now: Date): Promise<SigningKeyEntity[]> {
  return em.transactional(async (em) => {
    // Two processes that start at once must not make two keys.
    await em.execute(`select pg_advisory_xact_lock(hashtext('gatehouse.signing_keys'))`)
    const kept = await findKeys(em)
    return kept.length > 0 ? kept : [await make(em, secrets, now)]
  })
}

async function load(fork: () => EntityManager, secrets: Uint8Array[], now: Date): Promise<Ring> {
  const kept = await findKeys(fork())
  const keys = kept.length > 0 ? kept : await makeFirst(fork(), secrets, now)
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

async function make(em: EntityManager, secrets: Uint8Array[], now: Date): Promise<SigningKeyEntity> {
  const pair = await generateKeyPair('ES256', { extractable: true })
  const publicHalf = await exportJWK(pair.publicKey)
  const kid = await calculateJwkThumbprint(publicHalf)
  return em.create(SigningKeyEntity, {
    id: kid,
    publicJwk: { ...publicHalf, kid, alg: 'ES256', use: 'sig' } as PublicJwk,
    sealedPrivateJwk: await seal(secrets, await exportJWK(pair.privateKey)),
    createdAt: now
  })
}
