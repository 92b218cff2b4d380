import { tooMany } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import { v7 as uuid } from 'uuid'
import type { Deps } from '../deps.ts'
import { addressKey } from '../limits/address-key.ts'
import { count } from '../limits/count.ts'
import { PasswordResetRequestEntity } from './password-reset-request.entity.ts'

export type ResetRequest = { email: string; locale: string; ip: string }

/**
 * Notes that somebody asks for a new password, and no more: whoever's address it is, or nobody's, the same statements
 * are done before the answer. Counted like a message of the client's address, so that no program fills the table.
 */
export async function requestReset(deps: Deps, em: EntityManager, { email, locale, ip }: ResetRequest): Promise<void> {
  const createdAt = deps.now()
  await em.transactional(async (em) => {
    const { allowed, from } = await count(deps, em, ['send-address', addressKey(ip)])
    if (!allowed) throw tooMany((from - createdAt.getTime()) / 1000)
    em.create(PasswordResetRequestEntity, {
      id: uuid(),
      email: email.toLowerCase(),
      locale,
      createdAt,
      dueAt: createdAt
    })
  })
  deps.resets.wake()
}
