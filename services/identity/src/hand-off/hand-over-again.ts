import type { EntityManager } from '@mikro-orm/postgresql'
import { HandOffEntity } from './hand-off.entity.ts'

/**
 * Makes the relay hand over once more the sends of these messages that the queue got before a moment. A queue that still
 * has such a job, or had it within the hour, takes no second one.
 * @returns how many
 */
export const handOverAgain = (em: EntityManager, messageIds: string[], before: Date): Promise<number> =>
  em.nativeUpdate(
    HandOffEntity,
    { messageId: { $in: messageIds }, kind: 'send', handedOverAt: { $lt: before } },
    { handedOverAt: null }
  )
