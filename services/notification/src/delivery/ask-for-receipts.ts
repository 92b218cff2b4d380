import { goOnWith } from '@gatehouse/platform/tracing/span'
import type { EntityManager } from '@mikro-orm/postgresql'
import { raw } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import type { Provider } from '../providers/provider.ts'
import { applyReceipt } from './apply-receipt.ts'
import { nextAsk } from './asking.ts'
import { askBy } from './call-provider.ts'
import { LedgerRow } from './ledger.entity.ts'

const ROWS_AT_ONCE = 20

/**
 * Asks the providers what became of messages of which no receipt came: our address may have been down. One question at a
 * time and few in a round, so that sends have the connection; the first that fails ends the round.
 */
export async function askForReceipts(deps: Deps, signal: AbortSignal): Promise<void> {
  for (const provider of deps.providers) if (provider.status) await askProvider(deps, provider, signal)
}

async function askProvider(deps: Deps, provider: Provider, signal: AbortSignal) {
  const em = deps.orm.em.fork()
  for (const row of await dueRows(em, provider)) {
    if (signal.aborted || provider.rests?.()) return
    if (!(await claim(em, row))) continue
    if (!(await goOnWith(row.trace, () => ask(deps, provider, row, signal)))) return
  }
}

function dueRows(em: EntityManager, { name }: Provider): Promise<LedgerRow[]> {
  const isDue = { state: 'accepted', provider: name, nextAskAt: { $lte: raw('clock_timestamp()') } } as const
  return em.find(LedgerRow, isDue, { orderBy: { nextAskAt: 'asc' }, limit: ROWS_AT_ONCE, disableIdentityMap: true })
}

// Moved on before the question: another process passes over it, and one that dies now has only lost this question.
async function claim(em: EntityManager, { id, nextAskAt, acceptedAt, readAt }: LedgerRow): Promise<boolean> {
  const next = nextAsk(acceptedAt ?? readAt, readAt)
  return (await em.nativeUpdate(LedgerRow, { id, nextAskAt, state: 'accepted' }, { nextAskAt: next })) === 1
}

async function ask(deps: Deps, provider: Provider, { id, providerMessageId }: LedgerRow, signal: AbortSignal) {
  try {
    const receipt = await untilAborted(signal, () =>
      askBy(provider, 'status', async () => provider.status?.(`${providerMessageId}`))
    )
    if (receipt) await applyReceipt(deps, provider, id, receipt)
    return true
  } catch (error) {
    deps.log.warn({ message: id, provider: provider.name, error: (error as Error).name }, 'no answer about a receipt')
    return false
  }
}

// A service that stops does not wait for a provider that is slow: the question is asked again at its next moment.
async function untilAborted<T>(signal: AbortSignal, asked: () => Promise<T>): Promise<T | undefined> {
  const { promise: aborted, resolve } = Promise.withResolvers<undefined>()
  const stop = () => resolve(undefined)
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([asked(), aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
