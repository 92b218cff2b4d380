import type { EntityManager } from '@mikro-orm/postgresql'
import { SigningKeyEntity } from './signing-key.entity.ts'
import type { KeyState } from './state.ts'
import { stateOf } from './state.ts'

export type ListedKey = { kid: string; state: KeyState; since: Date }

const ORDER: KeyState[] = ['next', 'current', 'previous']

/** All keys: the next one, the current one, and those before it, newest first. */
export async function listKeys(em: EntityManager): Promise<ListedKey[]> {
  const keys = await em.find(SigningKeyEntity, {}, { orderBy: { retiredAt: 'desc' } })
  return keys
    .map((key) => ({ kid: key.id, ...stateOf(key) }))
    .sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state))
}
