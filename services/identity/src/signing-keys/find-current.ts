import type { EntityManager } from '@mikro-orm/postgresql'
import { SigningKeyEntity } from './signing-key.entity.ts'
import { IN_STATE } from './state.ts'

/** Which key signs at this moment; undefined before the first start. */
export async function findCurrent(em: EntityManager): Promise<string | undefined> {
  const current = await em.findOne(SigningKeyEntity, IN_STATE.current, { fields: ['id'] })
  return current?.id
}
