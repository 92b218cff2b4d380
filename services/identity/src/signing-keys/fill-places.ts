import type { EntityManager } from '@mikro-orm/postgresql'
import { makeKey } from './make-key.ts'
import { openPrivateHalf } from './private-half.ts'
import { SigningKeyEntity } from './signing-key.entity.ts'
import type { KeyState } from './state.ts'
import { IN_STATE } from './state.ts'

/**
 * Sees to it that there is a current and a next key: the next moves up into an empty place of the current one, and what
 * is then missing is made. Called within `changeKeys`.
 * @throws UnknownKey if these secrets do not open what is there: the services could not open what they would seal.
 */
export async function fillPlaces(em: EntityManager, secrets: Uint8Array[], now: Date) {
  const hasCurrent = await has(em, 'current')
  if (hasCurrent && (await has(em, 'next'))) return
  const kept = await em.find(SigningKeyEntity, { retiredAt: null }, { disableIdentityMap: true })
  for (const key of kept) await openPrivateHalf(secrets, key)
  if (!hasCurrent) await putCurrent(em, secrets, now)
  await em.insert(SigningKeyEntity, await makeKey(secrets, now))
}

const has = async (em: EntityManager, state: KeyState) => (await em.count(SigningKeyEntity, IN_STATE[state])) > 0

async function putCurrent(em: EntityManager, secrets: Uint8Array[], now: Date) {
  const moved = await em.nativeUpdate(SigningKeyEntity, IN_STATE.next, { currentSince: now })
  if (moved === 0) await em.insert(SigningKeyEntity, { ...(await makeKey(secrets, now)), currentSince: now })
}
