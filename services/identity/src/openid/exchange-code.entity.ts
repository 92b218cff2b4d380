import { defineEntity, p } from '@mikro-orm/postgresql'
import { UserEntity } from '../accounts/user.entity.ts'

const ExchangeCodeSchema = defineEntity({
  name: 'ExchangeCodeEntity',
  tableName: 'exchange_codes',
  properties: {
    codeHash: p.blob().$type<Uint8Array>().primary(),
    user: () => p.manyToOne(UserEntity).deleteRule('cascade').index(),
    provider: p.string().length(20),
    isNewUser: p.boolean(),
    ip: p.string().length(45),
    userAgent: p.string().length(400).nullable(),
    expiresAt: p.datetime().index()
  }
})

/** A finished redirect flow that waits for its frontend to fetch the tokens. Of the code only the hash is kept. */
export class ExchangeCodeEntity extends ExchangeCodeSchema.class {}
ExchangeCodeSchema.setClass(ExchangeCodeEntity)
