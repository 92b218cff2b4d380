import { isSealedUnder, seal, unseal } from '@gatehouse/platform/keys/seal'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { JWK } from 'jose'
import { SigningKeyEntity } from './signing-key.entity.ts'

/** @throws UnknownKey if none of the secrets opens it. */
export const openPrivateHalf = async (secrets: Uint8Array[], { sealedPrivateJwk }: SigningKeyEntity): Promise<JWK> =>
  (await unseal(secrets, sealedPrivateJwk)) as JWK

/** Sealed anew under the newest secret, so that an older one can be dropped. */
export async function sealAnew(em: EntityManager, secrets: Uint8Array[], key: SigningKeyEntity) {
  const { id, sealedPrivateJwk } = key
  if (isSealedUnder(secrets, sealedPrivateJwk)) return
  const renewed = await seal(secrets, await openPrivateHalf(secrets, key))
  // Only what was read: it may have been emptied since, when the key retired.
  await em.nativeUpdate(SigningKeyEntity, { id, sealedPrivateJwk }, { sealedPrivateJwk: renewed })
}
