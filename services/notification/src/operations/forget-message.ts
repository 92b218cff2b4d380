import type { SmsForget } from '@gatehouse/contracts'
import { sendJobId } from '@gatehouse/contracts'
import { RetryLater } from '@gatehouse/platform/queue/job-endings'
import { eraseFromLedger } from '../delivery/erase-from-ledger.ts'
import type { Deps } from '../deps.ts'
import { eraseFromInbox } from '../inbox/erase-from-inbox.ts'

const IN_HAND_MS = 1000

/**
 * The account was erased: what waits is sent to nobody, and of what was sent the figures remain. Its job comes again
 * until the message is in nobody's hands. Doing it twice changes nothing.
 */
export async function forgetMessage(deps: Pick<Deps, 'orm' | 'sends'>, { message_id: id }: SmsForget) {
  if (!(await deps.sends.remove(sendJobId(id)))) throw new RetryLater('message_in_hand', IN_HAND_MS)
  await deps.orm.em.fork().transactional(async (em) => {
    await eraseFromLedger(em, id)
    await eraseFromInbox(em, id)
  })
}
