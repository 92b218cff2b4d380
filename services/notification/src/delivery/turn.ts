import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { smsText } from '../messages/sms-text.ts'
import type { Sms } from '../providers/provider.ts'
import type { LedgerRow } from './ledger.entity.ts'
import { secondsBetween } from './timing.ts'

/** One message in hand: its row in the ledger, whom it goes to, and the ledger's clock. Lives in memory only. */
export type Turn = {
  deps: Deps
  em: EntityManager
  row: LedgerRow
  to: string
  code: string
  clock: () => Date
}

/** The message as it was, or will be, handed over at that moment: the text tells the minutes that were left then. */
export function smsAt({ deps, row, to, code }: Turn, moment: Date): Sms {
  const { id, template, locale } = row
  const secondsLeft = secondsBetween(moment, row.expiresAt)
  return { id, to, body: smsText(deps.sender, { template, locale, code, secondsLeft }) }
}
