import type { EntityManager } from '@mikro-orm/postgresql'
import { loadKeys } from './load-keys.ts'
import type { Ring, SigningKey } from './ring.ts'
import type { PublicJwk } from './signing-key.entity.ts'

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
    const ring = await loadKeys(fork, secrets, now())
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
