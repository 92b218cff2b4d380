import type { EntityManager } from '@mikro-orm/postgresql'
import type { HandOffEntity } from './hand-off.entity.ts'

export type QueuedJob = { queue: string; name: string; id: string; data: object }

/** Writes the job of a hand-off at the moment it is handed over, or null if there is nothing left to tell. */
export type WriteJob = (em: EntityManager, handOff: HandOffEntity) => Promise<QueuedJob | null>
