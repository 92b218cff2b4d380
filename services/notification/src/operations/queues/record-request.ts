import type { Operator } from '@gatehouse/platform/operators/operator'
import type { EntityManager } from '@mikro-orm/postgresql'
import { recordAction } from '../actions/record-action.ts'
import { QUEUES } from './open-masked.ts'

/** What operators may do on the board. Whatever else bull-board offers (adding and editing jobs, say) is not there. */
const ACTIONS: Record<string, string> = {
  'PUT /api/queues/pause': 'queue.pause',
  'PUT /api/queues/resume': 'queue.resume',
  'PUT /api/queues/:queueName/pause': 'queue.pause',
  'PUT /api/queues/:queueName/resume': 'queue.resume',
  'PUT /api/queues/:queueName/promote': 'queue.promote_jobs',
  'PUT /api/queues/:queueName/retry/:queueStatus': 'queue.retry_jobs',
  'PUT /api/queues/:queueName/clean/:queueStatus': 'queue.remove_jobs',
  'PUT /api/queues/:queueName/:jobId/retry': 'job.retry',
  'PUT /api/queues/:queueName/:jobId/clean': 'job.remove',
  'PUT /api/queues/:queueName/:jobId/promote': 'job.promote'
}

type Params = { queueName?: string; jobId?: string; queueStatus?: string }

/**
 * Writes down what somebody asks of the board, once for each queue that it is asked of. What a viewer asks for is written
 * down as refused.
 * @returns the ids in the record; undefined if nothing like it is offered
 */
export async function recordRequest(em: EntityManager, operator: Operator, route: string, params: Params) {
  const asked = ACTIONS[route]
  if (!asked) return undefined
  const { queueName, jobId, queueStatus } = params
  const state = queueStatus ? { state: queueStatus } : {}
  const action = operator.role === 'operator' ? { action: asked, details: state } : refused(asked, state)
  const targets = queueName ? [jobId ? `${queueName}/${jobId}` : queueName] : QUEUES
  const by = { who: operator.name, role: operator.role }
  return em.transactional((em) => Promise.all(targets.map((target) => recordAction(em, { ...by, ...action, target }))))
}

const refused = (asked: string, state: object) => ({ action: 'refused', details: { asked, ...state } })
