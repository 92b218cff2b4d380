import type { Role } from '@gatehouse/platform/operators/operator'
import { defineEntity, p } from '@mikro-orm/postgresql'

const OperatorActionSchema = defineEntity({
  name: 'OperatorAction',
  tableName: 'operator_actions',
  indexes: [{ properties: ['at'] }, { properties: ['target', 'at'] }],
  properties: {
    // Version 7: the record is read in its order.
    id: p.uuid().primary(),
    at: p.datetime(3).defaultRaw('clock_timestamp()'),
    who: p.text(),
    role: p.text().$type<Role>(),
    action: p.text(),
    target: p.text(),
    details: p.json().$type<Record<string, unknown>>()
  }
})

/** One thing that a person who runs the service did, or tried to do. */
export class OperatorAction extends OperatorActionSchema.class {}
OperatorActionSchema.setClass(OperatorAction)
