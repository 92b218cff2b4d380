import { traceParent } from '@gatehouse/platform/tracing/trace-parent'
import type { EntityManager } from '@mikro-orm/postgresql'
import { v7 as uuid } from 'uuid'
import type { HandOffKind } from './hand-off.entity.ts'
import { HandOffEntity } from './hand-off.entity.ts'

/**
 * Notes, in the caller's transaction, that a job about this message is to be put on the queue. If the transaction
 * commits, the relay brings it there, whatever dies; if it rolls back, nothing is told. Wake the relay after the commit.
 */
export function planHandOff(em: EntityManager, kind: HandOffKind, messageId: string, now: Date) {
  em.create(HandOffEntity, { id: uuid(), kind, messageId, createdAt: now, trace: traceParent() ?? null })
}
