import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import type { Details } from './operator-action.entity.ts'
import { recordAction } from './record-action.ts'

/** Who asks for what. A rehearsal changes nothing. */
export type Order = { who: string; action: string; rehearse: boolean }

/** What was done, or would have been. */
export type Done = {
  /** The account or message that it was about. */
  target: string | null
  details: Details
  /** Without personal data: it is also told of a rehearsal. */
  sentence: string
  /** What only somebody whose look is recorded may see. */
  shown?: object
  /** The look was recorded, and nothing else was done: why. */
  refusal?: string
  /** Messages of which notification knows more. */
  messages?: string[]
}

/**
 * Does the work and notes it, both or neither. A rehearsal does the very same and takes it back, so that it says what
 * would happen, and asks for the same locks.
 */
export async function perform(
  deps: Pick<Deps, 'now'>,
  em: EntityManager,
  { who, action, rehearse }: Order,
  work: (em: EntityManager) => Promise<Done>
): Promise<Done> {
  const attempt = em.transactional(async (em) => {
    const done = await work(em)
    recordAction(deps, em, { who, action, target: done.target, details: done.details })
    await em.flush()
    if (rehearse) throw new Rehearsed(done)
    return done
  })
  return attempt.catch((error) => {
    if (error instanceof Rehearsed) return error.done
    throw error
  })
}

/** Rolls the transaction back. */
class Rehearsed extends Error {
  readonly done: Done
  constructor(done: Done) {
    super('rehearsed')
    this.done = done
  }
}
