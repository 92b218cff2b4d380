import { InOtherHands } from './in-other-hands.ts'
import { LedgerRow } from './ledger.entity.ts'
import { OPEN_STATES } from './ledger.ts'
import type { Turn } from './turn.ts'

/**
 * What to do with a message that moved on while we had it in hand. Either a receipt was faster: then nothing is left to
 * be done. Or another worker took over.
 * @throws InOtherHands: the other one asks the provider, and decides.
 */
export async function overtaken({ deps, em, row }: Turn): Promise<true> {
  const { state } = await em.findOneOrFail(LedgerRow, row.id, { disableIdentityMap: true })
  const isOpen = OPEN_STATES.includes(state)
  deps.log[isOpen ? 'warn' : 'info']({ message: row.id, state }, 'the message moved on meanwhile')
  if (isOpen) throw new InOtherHands(deps.timing.settleMs)
  return true
}
