import { createPrivateKey, createPublicKey } from 'node:crypto'
import { seal, unseal } from '@gatehouse/platform/keys/seal'
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
  let loading: Promise<Ring> | undefined
  let loadedAt = 0
  const ring = () => {
    const isStale = performance.now() - loadedAt > FRESH_MS
    if (loading && !isStale) return loading
    const loaded = load(fork, secrets, now())
    loading = loaded
    loadedAt = performance.now()
    // A failed load is forgotten, so that a database that was down is asked again.
    loaded.catch(() => {
      if (loading === loaded) loading = undefined
    })
    return loaded
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
  const privateJwk = (await unseal(secrets, newest.sealedPrivateJwk)) as JWK
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
