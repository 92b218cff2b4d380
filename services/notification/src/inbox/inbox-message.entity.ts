import { defineEntity, p } from '@mikro-orm/postgresql'

const InboxMessageSchema = defineEntity({
  name: 'InboxMessage',
  tableName: 'inbox_messages',
  indexes: [{ properties: ['sentAt'] }],
  properties: {
    // The id of the message in the ledger: a message is kept once.
    id: p.uuid().primary(),
    sealed: p.text(),
    sentAt: p.datetime(3).defaultRaw('clock_timestamp()')
  }
})

/** A message that would have gone out. Number and text are sealed: nothing readable lies at rest. */
export class InboxMessage extends InboxMessageSchema.class {}
InboxMessageSchema.setClass(InboxMessage)
