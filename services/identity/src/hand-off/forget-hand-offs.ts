import type { EntityManager } from '@mikro-orm/postgresql'
import { HandOffEntity } from './hand-off.entity.ts'

const KEPT_MS = 24 * 3600 * 1000

/** Removes hand-offs a day after the queue had them. */
export const forgetHandOffs = async ({ now }: { now: () => Date }, em: EntityManager): Promise<void> =>
  void (await em.nativeDelete(HandOffEntity, { handedOverAt: { $lt: new Date(now().getTime() - KEPT_MS) } }))
