import type { EntityManager } from '@mikro-orm/postgresql'
import { changeKeys } from './change-keys.ts'
import { fillPlaces } from './fill-places.ts'
import { KeyRefusal } from './key-refusal.ts'
import type { KeyDeps } from './rotate-keys.ts'
import { SigningKeyEntity } from './signing-key.entity.ts'
import type { KeyState } from './state.ts'
import { stateOf } from './state.ts'

/**
 * Deletes a key that may be in the wrong hands: from the commit on every process refuses all of its tokens. If it was
 * the current one, the next signs from now on. Answers what it was.
 * @throws KeyRefusal if there is no such key
 */
export const withdrawKey = (deps: KeyDeps, em: EntityManager, kid: string): Promise<KeyState> =>
  changeKeys(em, async (em) => {
    const key = await em.findOne(SigningKeyEntity, { id: kid }, { disableIdentityMap: true })
    if (!key) throw new KeyRefusal(`there is no key ${kid}`)
    await em.nativeDelete(SigningKeyEntity, { id: kid })
    await fillPlaces(em, deps.keys.signing, deps.now())
    return stateOf(key).state
  })
