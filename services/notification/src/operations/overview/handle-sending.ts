import { SMS_QUEUE } from '@gatehouse/contracts'
import type { Operator } from '@gatehouse/platform/operators/operator'
import type { QueueControl } from '@gatehouse/platform/queue/queue-store'
import type { Deps } from '../../deps.ts'
import type { HANDLINGS } from '../actions/last-handling.ts'
import { recordAction } from '../actions/record-action.ts'

/**
 * Pauses or resumes sending, for all processes. Draining is a pause that somebody waits for. It is written down first:
 * the queue lives elsewhere, and nothing is done that the record does not know.
 * @throws if the queue's store is down
 */
export async function handleSending(
  { orm }: Pick<Deps, 'orm'>,
  sends: Pick<QueueControl, 'pause' | 'resume'>,
  { name: who, role }: Operator,
  action: (typeof HANDLINGS)[number]
): Promise<void> {
  await recordAction(orm.em.fork(), { who, role, action, target: SMS_QUEUE })
  if (action === 'queue.resume') await sends.resume()
  else await sends.pause()
}
