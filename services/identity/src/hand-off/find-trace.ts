import { isTracing } from '@gatehouse/platform/tracing/start-tracing'
import type { EntityManager } from '@mikro-orm/postgresql'
import { HandOffEntity } from './hand-off.entity.ts'

/** The trace in which a message was asked for; undefined if nothing is traced, or it is not known any more. */
export async function findTrace(em: EntityManager, messageId: string): Promise<string | undefined> {
  if (!isTracing()) return undefined
  const sent = await em.findOne(HandOffEntity, { messageId, kind: 'send' }, { fields: ['trace'] })
  return sent?.trace ?? undefined
}
