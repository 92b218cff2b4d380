import type { EntityManager } from '@mikro-orm/postgresql'
import { living } from './lifetime.ts'
import { SessionEntity } from './session.entity.ts'

const MOST = 100

export type Listing = { now: () => Date; settings: { refreshIdleTtl: number } }

/** A user's live sessions, the one that was used last first. */
export const listLiveSessions = ({ now, settings }: Listing, em: EntityManager, userId: string) =>
  em.find(
    SessionEntity,
    { user: userId, ...living(settings.refreshIdleTtl, now()) },
    { orderBy: { lastUsedAt: 'desc', id: 'desc' }, limit: MOST }
  )
