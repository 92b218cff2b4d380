import type { EntityManager } from '@mikro-orm/postgresql'
import { InboxMessage } from './inbox-message.entity.ts'

export const eraseFromInbox = (em: EntityManager, id: string) => em.nativeDelete(InboxMessage, { id })
