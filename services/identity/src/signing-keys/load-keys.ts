import { createPrivateKey, createPublicKey } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { changeKeys } from './change-keys.ts'
import { fillPlaces } from './fill-places.ts'
import { openPrivateHalf, sealAnew } from './private-half.ts'
import type { Ring } from './ring.ts'
import { SigningKeyEntity } from './signing-key.entity.ts'
import { stateOf } from './state.ts'

/**
 * Reads all keys, and makes the current and the next one where there is none: at the first start, and after an update
 * from a version that knew no next one. @throws UnknownKey if no secret opens those that sign, now or later.
 */
export async function loadKeys(fork: () => EntityManager, secrets: Uint8Array[], now: Date): Promise<Ring> {
  const keys = await findKeys(fork(), secrets, now)
  for (const key of keys) if (stateOf(key).state !== 'previous') await sealAnew(fork(), secrets, key)
  const current = keys.find((key) => stateOf(key).state === 'current')
  if (!current) throw new Error('there is no current signing key')
  return {
    current: await toSigningKey(secrets, current),
    publicJwks: keys.map(({ publicJwk }) => publicJwk),
    publicPems: new Map(
      keys.map(({ id, publicJwk }) => [id, toPem(createPublicKey({ key: publicJwk, format: 'jwk' }), 'spki')])
    )
  }
}

async function findKeys(em: EntityManager, secrets: Uint8Array[], now: Date): Promise<SigningKeyEntity[]> {
  const find = () => em.find(SigningKeyEntity, {}, { orderBy: { createdAt: 'desc' }, disableIdentityMap: true })
  const kept = await find()
  if (kept.filter(({ retiredAt }) => !retiredAt).length === 2) return kept
  await changeKeys(em, (em) => fillPlaces(em, secrets, now))
  return find()
}

async function toSigningKey(secrets: Uint8Array[], key: SigningKeyEntity) {
  const privateJwk = await openPrivateHalf(secrets, key)
  return { kid: key.id, privatePem: toPem(createPrivateKey({ key: privateJwk, format: 'jwk' }), 'pkcs8') }
}

const toPem = (key: ReturnType<typeof createPrivateKey>, type: 'pkcs8' | 'spki') =>
  key.export({ type, format: 'pem' }) as string
