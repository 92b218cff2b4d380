import type { EntityManager } from '@mikro-orm/postgresql'
import { v7 as uuid } from 'uuid'
import type { Deps } from '../deps.ts'
import type { Details } from './operator-action.entity.ts'
import { OperatorActionEntity } from './operator-action.entity.ts'

/** Who did or looked at what. `target` is the id of an account or a message; nothing here names a person but `who`. */
export type Action = { who: string; action: string; target: string | null; details: Details }

/** Notes an operator's action, with the caller's transaction: there is no change without its entry, and no look. */
export function recordAction({ now }: Pick<Deps, 'now'>, em: EntityManager, action: Action) {
  em.create(OperatorActionEntity, { id: uuid(), at: now(), ...action })
}
