import { Uuid } from '@gatehouse/contracts'
import { Compile } from 'typebox/compile'
import { applyReceipt } from '../delivery/apply-receipt.ts'
import type { Receipt } from '../delivery/receipt.ts'
import type { Deps } from '../deps.ts'
import type { Provider } from '../providers/provider.ts'

const id = Compile(Uuid)

/**
 * Notes a receipt that proved to be genuine. One that tells nothing, or of no message of ours, changes nothing.
 * @param messageId as it came in the address
 */
export async function recordReceipt(deps: Deps, provider: Provider, messageId: unknown, receipt: Receipt | null) {
  if (receipt && id.Check(messageId)) await applyReceipt(deps, provider, messageId, receipt)
  else deps.log.info({ provider: provider.name, isReceipt: receipt !== null }, 'receipt of nothing we know')
}
