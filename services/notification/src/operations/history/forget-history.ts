import { deleteInBatches } from '@gatehouse/platform/database/delete-in-batches'
import type { Deps } from '../../deps.ts'
import { RETENTION_DAYS } from '../../retention.ts'

const KEPT_SINCE = `now() - interval '${RETENTION_DAYS.figures} days'`
const OLD = {
  'notification.history_tallies': `grain in ('minute', 'hour') and start < ${KEPT_SINCE}`,
  'notification.history_send_times': `grain in ('minute', 'hour') and start < ${KEPT_SINCE}`,
  'notification.history_queue': `grain in ('sample', 'hour') and at < ${KEPT_SINCE}`,
  // A process that is gone.
  'notification.provider_states': "seen_at < now() - interval '1 day'"
}

/** Figures go after their time. */
export async function forgetHistory({ orm }: Pick<Deps, 'orm'>) {
  for (const [table, isOld] of Object.entries(OLD)) await deleteInBatches(orm.em.fork(), table, isOld, [])
}
