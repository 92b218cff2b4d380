import type { EntityManager } from '@mikro-orm/postgresql'
import { findCurrent } from './find-current.ts'
import { loadKeys } from './load-keys.ts'
import type { Ring, SigningKey } from './ring.ts'
import type { PublicJwk } from './signing-key.entity.ts'
import { PUBLISHED_MS, UNSEEN_MS } from './times.ts'

/** The keys of the access tokens: the current one signs, all of them verify. */
export type Keyring = {
  /** The key that signs at this very moment: a token of one that was withdrawn a moment ago would be dead at once. */
  current: () => Promise<SigningKey>
  /** In PEM, or undefined for a key that is not ours. */
  publicKey: (kid: string | undefined) => Promise<string | undefined>
  publicJwks: () => Promise<PublicJwk[]>
}

// Anybody can make up a name of a key.
const UNKNOWN_EVERY_MS = 1000
const KID = /^[\w-]{43}$/

/** @param secrets subkeys that seal the private halves, newest first */
export function createKeyring(fork: () => EntityManager, secrets: Uint8Array[], now: () => Date): Keyring {
  let loaded: { ring: Ring; at: number } | undefined
  let loading: Promise<Ring> | undefined
  let search: { ring: Promise<Ring>; at: number } | undefined
  const reload = async () => {
    const at = performance.now()
    const ring = await loadKeys(fork, secrets, now())
    // One that began earlier and took longer brings nothing back.
    if (!loaded || loaded.at < at) loaded = { ring, at }
    return loaded.ring
  }
  // A gateway that asks for the public keys needs them also while the database is away.
  const keepLast = (error: unknown) => {
    if (loaded) return loaded.ring
    throw error
  }
  const ring = async (freshMs = UNSEEN_MS) => {
    if (loaded && performance.now() - loaded.at < freshMs) return loaded.ring
    loading ??= reload()
      .catch(keepLast)
      .finally(() => {
        loading = undefined
      })
    return loading
  }
  // For a key that another process made and already signs with.
  const searched = () => {
    const at = performance.now()
    if (!search || at - search.at > UNKNOWN_EVERY_MS) search = { ring: reload(), at }
    return search.ring
  }
  return {
    current: async () => {
      const { current } = await ring()
      return (await findCurrent(fork())) === current.kid ? current : (await reload()).current
    },
    publicKey: async (kid = '') =>
      (await ring()).publicPems.get(kid) ?? (KID.test(kid) ? (await searched()).publicPems.get(kid) : undefined),
    publicJwks: async () => (await ring(PUBLISHED_MS)).publicJwks
  }
}
