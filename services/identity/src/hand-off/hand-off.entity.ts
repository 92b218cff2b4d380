import { defineEntity, p } from '@mikro-orm/postgresql'

const HandOffSchema = defineEntity({
  name: 'HandOffEntity',
  tableName: 'hand_offs',
  properties: {
    id: p.uuid().primary(),
    kind: p.string().length(10).$type<HandOffKind>(),
    messageId: p.uuid().index(),
    createdAt: p.datetime(),
    handedOverAt: p.datetime().nullable(),
    // W3C traceparent of what planned it.
    trace: p.string().length(55).nullable()
  }
})

export type HandOffKind = 'send' | 'verified' | 'forget'

/**
 * The intent to put a job on the queue, written in the transaction of what it is about. It names the message and holds
 * nothing else: the job is written when it is handed over.
 */
export class HandOffEntity extends HandOffSchema.class {}
HandOffSchema.setClass(HandOffEntity)
