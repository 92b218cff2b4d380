import { seal } from '@gatehouse/platform/keys/seal'
import type { EntityManager } from '@mikro-orm/postgresql'
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose'
import type { PublicJwk } from './signing-key.entity.ts'
import { SigningKeyEntity } from './signing-key.entity.ts'

/** The first key pair of an installation. Two processes that start at once make one: the second finds the first's. */
export const makeFirstKey = (em: EntityManager, secrets: Uint8Array[], now: Date): Promise<SigningKeyEntity> =>
  em.transactional(async (em) => {
    await em.execute(`select pg_advisory_xact_lock(hashtext('gatehouse.signing_keys'))`)
    const [kept] = await em.find(SigningKeyEntity, {}, { limit: 1 })
    return kept ?? make(em, secrets, now)
  })

async function make(em: EntityManager, secrets: Uint8Array[], now: Date): Promise<SigningKeyEntity> {
  const pair = await generateKeyPair('ES256', { extractable: true })
  const publicHalf = await exportJWK(pair.publicKey)
  const kid = await calculateJwkThumbprint(publicHalf)
  return em.create(SigningKeyEntity, {
    id: kid,
    publicJwk: { ...publicHalf, kid, alg: 'ES256', use: 'sig' } as PublicJwk,
    sealedPrivateJwk: await seal(secrets, await exportJWK(pair.privateKey)),
    createdAt: now,
    currentSince: now
  })
}
