import type { EntityManager } from '@mikro-orm/postgresql'
import { LedgerRow } from './ledger.entity.ts'
import { MessageEvent } from './message-event.entity.ts'

/** One moment on the way of a message. `at` is null of what has not come yet. */
export type Step = { at: string | null; service: string; step: string } & Record<string, unknown>

const OURS = { service: 'notification' }

/** What this service knows of these messages: when a worker first had them, every move, and how they stand. */
export async function traceMessages(em: EntityManager, ids: string[]): Promise<Step[]> {
  const rows = await em.find(LedgerRow, { id: { $in: ids } })
  const events = await em.find(MessageEvent, { message: { $in: ids } }, { orderBy: { number: 'asc' } })
  return [...rows.flatMap(stepsOf), ...events.map(stepOf)]
}

const stepOf = ({ message, at, event, attempt, provider, code, who }: MessageEvent): Step => ({
  at: at.toISOString(),
  ...OURS,
  step: event,
  message: message.id,
  attempt,
  provider: provider ?? null,
  code: code ?? null,
  who: who ?? null
})

const stepsOf = (row: LedgerRow): Step[] => {
  const [created, verified, asked, stands] = [row.createdAt, row.verifiedAt, row.nextAskAt, row.statusAt].map(time)
  const mine = { ...OURS, message: row.id }
  const steps: Step[] = [
    { at: created ?? null, ...mine, step: 'taken from the queue by a worker' },
    { at: stands ?? null, ...mine, step: `stands at ${row.state}`, ...whyOf(row) }
  ]
  if (row.status !== row.reportedStatus) steps.push({ at: null, ...mine, step: `identity is told: ${row.status}` })
  if (verified) steps.push({ at: verified, ...mine, step: 'told that the code was typed' })
  if (asked) steps.push({ at: asked, ...mine, step: 'asks the provider, unless a receipt comes first' })
  return steps
}

const whyOf = ({ attempt, provider, providerMessageId, failure, errorCode }: LedgerRow) => ({
  attempt,
  provider: provider ?? null,
  provider_message_id: providerMessageId ?? null,
  failure: failure ?? null,
  error_code: errorCode ?? null
})

const time = (at: Date | null | undefined) => at?.toISOString()
