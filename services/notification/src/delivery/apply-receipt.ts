import { inSpan } from '@gatehouse/platform/tracing/span'
import { isTracing } from '@gatehouse/platform/tracing/start-tracing'
import type { EntityManager } from '@mikro-orm/postgresql'
import { LockMode, UniqueConstraintViolationException } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import type { Provider } from '../providers/provider.ts'
import { firstAsk } from './asking.ts'
import { LedgerRow } from './ledger.entity.ts'
import { moveUnreported } from './move-row.ts'
import type { Receipt } from './receipt.ts'
import { moveBy } from './receipt.ts'

type Deliverer = Pick<Provider, 'name' | 'status'>

/**
 * Notes what a provider tells of a message. Receipts come late, twice, out of order, and before the answer to the send:
 * a row only moves forward, and one that was forgotten not at all. The sweep of reports tells identity.
 */
export async function applyReceipt(deps: Pick<Deps, 'orm' | 'log'>, by: Deliverer, message: string, receipt: Receipt) {
  const attributes = { 'gatehouse.provider': by.name, 'gatehouse.message_id': message }
  const parent = isTracing() ? await traceOf(deps.orm.em.fork(), message) : undefined
  await inSpan('record receipt', { parent, attributes }, () => apply(deps, by, message, receipt))
}

const traceOf = async (em: EntityManager, id: string) => (await em.findOne(LedgerRow, id, { fields: ['trace'] }))?.trace

async function apply(deps: Pick<Deps, 'orm' | 'log'>, by: Deliverer, message: string, receipt: Receipt) {
  const { id: _, ...told } = receipt
  const verdict = await applyOnce(deps.orm.em.fork(), by, message, receipt).catch((error) => {
    // Somebody bound the provider's message to another row at this very moment: the second look finds that.
    if (error instanceof UniqueConstraintViolationException) return applyOnce(deps.orm.em.fork(), by, message, receipt)
    throw error
  })
  deps.log.info({ message, provider: by.name, receipt: told, verdict }, 'receipt')
}

type Verdict = 'recorded' | 'recorded, but bound to another row' | 'no news' | 'unknown message'

// The lock keeps the worker that has the message in hand, and other receipts, from moving it between look and move.
function applyOnce(em: EntityManager, by: Deliverer, id: string, receipt: Receipt): Promise<Verdict> {
  return em.transactional(async (em) => {
    const row = await em.findOne(LedgerRow, id, { lockMode: LockMode.PESSIMISTIC_WRITE, disableIdentityMap: true })
    if (!row || row.forgottenAt) return 'unknown message'
    const others = { provider: by.name, providerMessageId: receipt.id, id: { $ne: id } }
    const isFree = (await em.count(LedgerRow, others)) === 0
    const now = row.readAt
    const move = moveBy(row, receipt, { provider: by.name, firstAskAt: firstAsk(by, now), isFree }, now)
    if (!move) return 'no news'
    await moveUnreported(em, row, move, now)
    return isFree ? 'recorded' : 'recorded, but bound to another row'
  })
}
