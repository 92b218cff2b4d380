import { RetryLater } from '@gatehouse/platform/queue/job-endings'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Provider } from '../providers/provider.ts'
import { firstAsk } from './asking.ts'
import { askBy } from './call-provider.ts'
import { InOtherHands } from './in-other-hands.ts'
import { LedgerRow } from './ledger.entity.ts'
import { moveRow } from './move-row.ts'
import { overtaken } from './overtaken.ts'
import type { Turn } from './turn.ts'
import { smsAt } from './turn.ts'

// A provider may be away for longer than the queue repeats a job: only the message's life ends the questions.
const ASK_AGAIN_MS = 10_000

/**
 * Finds out whether the provider took a message whose answer was lost, so that it is not sent twice.
 * @returns true if it did: the message is on its way. False if it did not, or cannot say.
 * @throws RetryLater if the provider cannot be asked now.
 */
export async function reconcile(turn: Turn): Promise<boolean> {
  const { deps, em, row, clock } = turn
  if (row.state === 'sending') await takeOver(turn)
  const provider = deps.providers.find(({ name }) => name === row.provider)
  if (!provider?.find || !row.claimedAt) return false
  const found = await firstUnbound(em, row, await ask(turn, provider, row.claimedAt))
  deps.log.info({ message: row.id, provider: provider.name, attempt: row.attempt, found }, 'reconciled')
  if (!found) return false
  const now = clock()
  const taken = { providerMessageId: found, acceptedAt: now, nextAskAt: firstAsk(provider, now) }
  return (await moveRow(deps, em, row, { state: 'accepted', ...taken, deadline: null }, now)) || overtaken(turn)
}

async function takeOver({ deps, em, row, clock }: Turn) {
  const isOurs = await moveRow(deps, em, row, { state: 'in_doubt', errorCode: 'worker_lost' }, clock())
  if (!isOurs) throw new InOtherHands(deps.timing.settleMs)
}

async function ask(turn: Turn, provider: Provider, claimedAt: Date): Promise<string[]> {
  try {
    return (await askBy(provider, 'find', async () => provider.find?.(smsAt(turn, claimedAt), claimedAt))) ?? []
  } catch {
    throw new RetryLater('in_doubt: provider_silent', ASK_AGAIN_MS)
  }
}

// Two sends of one code to one number look alike in the provider's list: each is counted for one row only.
async function firstUnbound(em: EntityManager, row: LedgerRow, ids: string[]): Promise<string | undefined> {
  if (ids.length === 0) return undefined
  const others = { provider: row.provider, providerMessageId: { $in: ids }, id: { $ne: row.id } }
  const bound = await em.find(LedgerRow, others, { fields: ['providerMessageId'], disableIdentityMap: true })
  return ids.find((id) => !bound.some(({ providerMessageId }) => providerMessageId === id))
}
