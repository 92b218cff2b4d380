import type { SmsForget, SmsVerified } from '@gatehouse/contracts'
import { eraseFromLedger } from '../delivery/erase-from-ledger.ts'
import { markVerified } from '../delivery/mark-verified.ts'
import type { Deps } from '../deps.ts'
import { eraseFromInbox } from '../inbox/erase-from-inbox.ts'

/** The person typed the code. */
export async function recordVerified({ orm }: Deps, { message_id: id, at }: SmsVerified) {
  await markVerified(orm.em.fork(), id, new Date(at))
}

/** The account was erased, so its messages are forgotten. Doing it twice changes nothing. */
export async function forgetMessage({ orm }: Deps, { message_id: id }: SmsForget) {
  await orm.em.fork().transactional(async (em) => {
    await eraseFromLedger(em, id)
    await eraseFromInbox(em, id)
  })
}
