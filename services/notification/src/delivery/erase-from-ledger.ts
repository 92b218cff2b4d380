import type { EntityManager } from '@mikro-orm/postgresql'
import { raw } from '@mikro-orm/postgresql'
import { changeNoted } from './change-noted.ts'
import { LedgerRow } from './ledger.entity.ts'
import { OPEN_STATES } from './ledger.ts'

/** Takes away what could lead back to the person, ends what was not sent yet, and leaves the figures. */
export async function eraseFromLedger(em: EntityManager, id: string) {
  const gone = { numberEnding: null, providerMessageId: null, nextAskAt: null, trace: null }
  // The mark keeps a receipt that comes later from writing the provider's id back.
  await em.nativeUpdate(LedgerRow, { id }, { ...gone, forgottenAt: raw('coalesce(forgotten_at, clock_timestamp())') })
  // Nobody is left who could be told: it counts as reported.
  const ended = { state: 'expired', status: 'expired', reportedStatus: 'expired', failure: 'expired' } as const
  const open = { id, state: { $in: OPEN_STATES } }
  const change = em
    .createQueryBuilder(LedgerRow)
    .update({ ...ended, deadline: null, requeueAt: null })
    .where(open)
  await changeNoted(em, change.returning('id'), { event: 'expired', attempt: 0, code: 'forgotten' })
}
