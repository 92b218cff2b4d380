import { defineEntity, p } from '@mikro-orm/postgresql'

const LimitSchema = defineEntity({
  name: 'LimitEntity',
  tableName: 'limits',
  properties: {
    key: p.string().length(80).primary(),
    hits: p.array().$type<number[]>().columnType('float8[]'),
    expiresAt: p.datetime().index()
  }
})

/** The recent events of one limit. The key names the limit and hides, by a keyed hash, whom it counts. */
export class LimitEntity extends LimitSchema.class {}
LimitSchema.setClass(LimitEntity)
