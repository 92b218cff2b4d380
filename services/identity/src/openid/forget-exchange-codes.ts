import type { EntityManager } from '@mikro-orm/postgresql'
import { ExchangeCodeEntity } from './exchange-code.entity.ts'

/** Makes the user's unfetched sign-ins worthless, with the caller's transaction. */
export const forgetExchangeCodes = (em: EntityManager, userId: string) =>
  em.nativeDelete(ExchangeCodeEntity, { user: userId })
