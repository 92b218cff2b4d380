import { defineEntity, p } from '@mikro-orm/postgresql'

const OperatorActionSchema = defineEntity({
  name: 'OperatorActionEntity',
  tableName: 'operator_actions',
  properties: {
    id: p.uuid().primary(),
    at: p.datetime().index(),
    who: p.string().length(100),
    action: p.string().length(40),
    target: p.string().length(64).nullable().index(),
    details: p.json<Details>()
  }
})

/** Figures, ids and words of ours: nothing that names a person. */
export type Details = Record<string, string | number | boolean | null>

/** What an operator looked at or did, and to which account or message. */
export class OperatorActionEntity extends OperatorActionSchema.class {}
OperatorActionSchema.setClass(OperatorActionEntity)
