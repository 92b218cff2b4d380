import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps, Keys } from '../deps.ts'
import { changeKeys } from './change-keys.ts'
import { fillPlaces } from './fill-places.ts'
import { forgetKeys } from './forget-keys.ts'
import { KeyRefusal } from './key-refusal.ts'
import { SigningKeyEntity } from './signing-key.entity.ts'
import { IN_STATE } from './state.ts'
import { isKnownFrom } from './times.ts'

export type KeyDeps = Pick<Deps, 'now'> & { keys: Pick<Keys, 'signing'>; settings: { accessTokenTtl: number } }

/**
 * The next key signs from now on, the current one only verifies, and a new next one is made. Of two at once the second
 * is refused.
 * @param hasten also while somebody may keep published keys among which the next one is not
 * @throws KeyRefusal if it is too early
 */
export async function rotateKeys(deps: KeyDeps, em: EntityManager, { hasten = false } = {}): Promise<void> {
  // Committed by itself: what an earlier version left without a next key has one from then on, also if this is refused.
  await changeKeys(em, (em) => fillPlaces(em, deps.keys.signing, deps.now()))
  await changeKeys(em, async (em) => {
    const now = deps.now()
    if (!hasten) await refuseTooEarly(em, now)
    // What is not there cannot be stolen.
    await em.nativeUpdate(SigningKeyEntity, IN_STATE.current, { retiredAt: now, sealedPrivateJwk: '' })
    await fillPlaces(em, deps.keys.signing, now)
  })
  await forgetKeys(deps, em)
}

async function refuseTooEarly(em: EntityManager, now: Date) {
  const { createdAt } = await em.findOneOrFail(SigningKeyEntity, IN_STATE.next, { disableIdentityMap: true })
  const from = isKnownFrom(createdAt)
  if (from <= now) return
  const until = `gateways may keep public keys without it until ${from.toISOString()}`
  throw new KeyRefusal(`the next key is too young: ${until}. Try again then, or give --now if none keeps them`)
}
