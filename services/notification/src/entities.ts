import { LedgerRow } from './delivery/ledger.entity.ts'
import { InboxMessage } from './inbox/inbox-message.entity.ts'

/** Everything this service keeps, in a schema that no other service reads. */
export const SCHEMA = 'notification'
export const ENTITIES = [LedgerRow, InboxMessage]
