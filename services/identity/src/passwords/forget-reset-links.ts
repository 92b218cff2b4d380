import type { EntityManager } from '@mikro-orm/postgresql'
import { ResetLinkEntity } from './reset-link.entity.ts'

/** Makes a link that an operator gave out worthless, with the caller's transaction. @returns how many there were */
export const forgetResetLinks = (em: EntityManager, userId: string): Promise<number> =>
  em.nativeDelete(ResetLinkEntity, { user: userId })
