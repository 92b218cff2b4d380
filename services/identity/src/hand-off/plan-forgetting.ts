import type { EntityManager } from '@mikro-orm/postgresql'
import { HandOffEntity } from './hand-off.entity.ts'
import { planHandOff } from './plan-hand-off.ts'

/**
 * Plans that notification forgets these messages, with the caller's transaction. What still waits to be handed over is
 * dropped. One that the relay is just handing over is waited for, by its row's lock, so that the queue cannot get a
 * message after it got the word to forget it.
 */
export async function planForgetting(em: EntityManager, messageIds: string[], now: Date) {
  if (messageIds.length === 0) return
  await em.nativeDelete(HandOffEntity, { messageId: { $in: messageIds }, handedOverAt: null })
  for (const id of messageIds) planHandOff(em, 'forget', id, now)
}
