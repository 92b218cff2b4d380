import { defineEntity, p } from '@mikro-orm/postgresql'
import { LedgerRow } from './ledger.entity.ts'
import type { State } from './ledger.ts'

const MessageEventSchema = defineEntity({
  name: 'MessageEvent',
  tableName: 'message_events',
  properties: {
    // In the order of their message's moves. Goes with the message.
    message: () => p.manyToOne(LedgerRow).primary().deleteRule('cascade').updateRule('no action'),
    number: p.bigint().primary().autoincrement().generated('identity'),
    at: p.datetime(3),
    event: p.text().$type<State | 'redriven'>(),
    attempt: p.integer(),
    provider: p.text().nullable(),
    // The provider's own word or ours: never a text, which may hold the number.
    code: p.text().nullable(),
    // The operator who redrove it.
    who: p.text().nullable()
  }
})

/** One move of a message in the ledger, written with the move itself. */
export class MessageEvent extends MessageEventSchema.class {}
MessageEventSchema.setClass(MessageEvent)
