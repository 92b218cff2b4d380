import type { SmsFailure, SmsStatus } from '@gatehouse/contracts'
import { defineEntity, p } from '@mikro-orm/postgresql'
import { VerificationEntity } from './verification.entity.ts'

const MessageSchema = defineEntity({
  name: 'MessageEntity',
  tableName: 'sms_messages',
  properties: {
    id: p.uuid().primary(),
    verification: () => p.manyToOne(VerificationEntity).deleteRule('cascade').index(),
    locale: p.string().length(2),
    status: p.string().length(10).$type<SmsStatus>(),
    failure: p.string().length(30).$type<SmsFailure>().nullable(),
    // How often operators of notification had redriven it when it was as `status` says.
    redrives: p.smallint().default(0),
    createdAt: p.datetime(),
    updatedAt: p.datetime()
  }
})

/** One message that carries a verification's code: its id is the send id on the queue, and is never reused. */
export class MessageEntity extends MessageSchema.class {}
MessageSchema.setClass(MessageEntity)
