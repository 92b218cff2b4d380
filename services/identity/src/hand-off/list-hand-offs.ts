import type { EntityManager } from '@mikro-orm/postgresql'
import { HandOffEntity } from './hand-off.entity.ts'

/** What was planned to be told of these messages, for as long as it is kept. */
export const listHandOffs = (em: EntityManager, messageIds: string[]) =>
  em.find(HandOffEntity, { messageId: { $in: messageIds } }, { orderBy: { createdAt: 'asc', id: 'asc' } })
