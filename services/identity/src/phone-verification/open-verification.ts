import { randomUUID } from 'node:crypto'
import type { Purpose } from '@gatehouse/contracts'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { UserEntity } from '../accounts/user.entity.ts'
import type { Deps, NamedKey } from '../deps.ts'
import type { Recipient } from './recipient.ts'
import { VerificationEntity } from './verification.entity.ts'
import { isReusable } from './verification.ts'

/** The user's open verification of this number while it lives, so that a resend repeats the code; else a new one. */
export async function openVerification(
  deps: Pick<Deps, 'now' | 'keys' | 'settings'>,
  em: EntityManager,
  user: UserEntity,
  recipient: Recipient,
  purpose: Purpose
) {
  const now = deps.now()
  const open = await em.findOne(VerificationEntity, { user: user.id, purpose, verifiedAt: null, cancelledAt: null })
  if (open?.phoneNumber === recipient.phoneNumber && isReusable(open, now)) return open
  if (open) {
    open.cancelledAt = now
    await em.flush() // Before the new one is inserted: only one may be open.
  }
  const [{ name }] = deps.keys.code as [NamedKey]
  return em.create(VerificationEntity, {
    id: randomUUID(),
    user,
    purpose,
    ...recipient,
    codeKey: name,
    createdAt: now,
    resendAvailableAt: now,
    expiresAt: new Date(now.getTime() + deps.settings.phoneCodeTtl * 1000)
  })
}
