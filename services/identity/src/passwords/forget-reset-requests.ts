import type { EntityManager } from '@mikro-orm/postgresql'
import { PasswordResetRequestEntity } from './password-reset-request.entity.ts'

/** Drops what was asked for this address and not yet looked at, with the caller's transaction. */
export const forgetResetRequests = (em: EntityManager, email: string) =>
  em.nativeDelete(PasswordResetRequestEntity, { email })
