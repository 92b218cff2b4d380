import { defineEntity, p } from '@mikro-orm/postgresql'

const SpentTokenSchema = defineEntity({
  name: 'SpentTokenEntity',
  tableName: 'spent_tokens',
  properties: {
    tokenHash: p.blob().$type<Uint8Array>().primary(),
    expiresAt: p.datetime().index()
  }
})

/** A token that was used, until it expires by itself: nobody uses it again. */
export class SpentTokenEntity extends SpentTokenSchema.class {}
SpentTokenSchema.setClass(SpentTokenEntity)
