import { seal } from '@gatehouse/platform/keys/seal'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Sms } from '../providers/provider.ts'
import { InboxMessage } from './inbox-message.entity.ts'

/** Keeps a message, sealed. Keeping it twice changes nothing. */
export async function keepMessage(em: EntityManager, sealingKeys: Uint8Array[], { id, to, body }: Sms) {
  const row = { id, sealed: await seal(sealingKeys, { to, body }) }
  await em.createQueryBuilder(InboxMessage).insert(row).onConflict('id').ignore().execute()
}
