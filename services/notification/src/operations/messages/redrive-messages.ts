import type { Operator } from '@gatehouse/platform/operators/operator'
import { bringBackRedriven } from '../../delivery/bring-back-redriven.ts'
import type { MessageFilter } from '../../delivery/message-filter.ts'
import { redriveFailed } from '../../delivery/redrive-failed.ts'
import type { Deps } from '../../deps.ts'
import { recordAction } from '../actions/record-action.ts'

/** What is redriven in one action. The rest is for the next one. */
export const MOST_AT_ONCE = 1000

/**
 * Redrives the failed messages that match and are still in time, and records who did it, in one transaction. Their jobs
 * follow after the commit, and by the sweep if that is cut short.
 * @param atMost never more than the operator saw and confirmed
 * @returns how many
 */
export async function redriveMessages(deps: Deps, filter: MessageFilter, operator: Operator, atMost: number) {
  const redriven = await deps.orm.em.fork().transactional(async (em) => {
    const ids = await redriveFailed(em, filter, operator.name, Math.min(atMost, MOST_AT_ONCE))
    const details = { redriven: ids.length, filter }
    await recordAction(em, {
      who: operator.name,
      role: operator.role,
      action: 'message.redrive',
      target: filter.id ?? 'messages',
      details
    })
    return ids.length
  })
  // One is brought back before the answer; many are for the sweep, which comes each second.
  if (redriven === 1) await bringBackRedriven(deps).catch(tellOf(deps))
  return redriven
}

const tellOf = (deps: Deps) => (error: Error) =>
  deps.log.warn({ reason: error.name }, 'a redriven message is brought back later')
