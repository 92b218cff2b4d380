import type { Verification } from '@gatehouse/contracts'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { MessageEntity } from './message.entity.ts'
import { showVerification } from './show-verification.ts'

/** The user's newest verification of a phone, whatever became of it. */
export async function findVerification(
  { now }: Pick<Deps, 'now'>,
  em: EntityManager,
  userId: string
): Promise<Verification | null> {
  const message = await em.findOne(
    MessageEntity,
    { verification: { user: userId, purpose: 'phone_verification' } },
    { populate: ['verification'], orderBy: { createdAt: 'desc', id: 'desc' }, strategy: 'joined' }
  )
  return message && showVerification(message.verification, message, now())
}
