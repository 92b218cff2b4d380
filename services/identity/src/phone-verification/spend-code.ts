import { inSpan } from '@gatehouse/platform/tracing/span'
import type { EntityManager } from '@mikro-orm/postgresql'
import { raw } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { findTrace } from '../hand-off/find-trace.ts'
import { planHandOff } from '../hand-off/plan-hand-off.ts'
import { MessageEntity } from './message.entity.ts'
import { VerificationEntity } from './verification.entity.ts'

/**
 * Spends a code that was right, and plans to tell notification, with the caller's transaction. Of any number of requests
 * with the right code, one spends it. Wake the relay after the commit.
 * @returns false if another request was first, or if the code was cancelled meanwhile
 */
export async function spendCode(deps: Deps, em: EntityManager, verification: VerificationEntity): Promise<boolean> {
  const open = { id: verification.id, verifiedAt: null, cancelledAt: null }
  // The try was counted as failed before it was judged; it was right, so it is given back with the success.
  const spent = { verifiedAt: deps.now(), failedAttempts: raw('failed_attempts - 1') }
  if ((await em.nativeUpdate(VerificationEntity, open, spent)) === 0) return false
  if (!verification.isTest) await tellNotification(deps, em, verification)
  return true
}

async function tellNotification({ now }: Deps, em: EntityManager, verification: VerificationEntity) {
  const newest = { orderBy: { createdAt: 'desc', id: 'desc' } } as const
  const message = await em.findOneOrFail(MessageEntity, { verification: verification.id }, newest)
  const attributes = { 'gatehouse.message_id': message.id }
  await inSpan('verify code', { parent: await findTrace(em, message.id), attributes }, async () =>
    planHandOff(em, 'verified', message.id, now())
  )
}
