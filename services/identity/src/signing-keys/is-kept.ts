import type { EntityManager } from '@mikro-orm/postgresql'
import { SigningKeyEntity } from './signing-key.entity.ts'

/** Part of another query: whether this key is still there, and was not withdrawn a moment ago. */
export const thatKeeps = (kid: string): [condition: string, values: string[]] => [
  'exists (select 1 from identity.signing_keys where id = ?)',
  [kid]
]

export const isKept = async (em: EntityManager, kid: string): Promise<boolean> =>
  (await em.count(SigningKeyEntity, { id: kid })) > 0
