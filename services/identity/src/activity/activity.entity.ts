import type { ActivityEvent, ActivityOutcome } from '@gatehouse/contracts'
import { defineEntity, p } from '@mikro-orm/postgresql'
import { UserEntity } from '../accounts/user.entity.ts'

const ActivitySchema = defineEntity({
  name: 'ActivityEntity',
  tableName: 'activity',
  indexes: [{ name: 'activity_user_id_at_index', properties: ['user', 'at'] }],
  properties: {
    id: p.uuid().primary(),
    user: () => p.manyToOne(UserEntity).deleteRule('cascade'),
    event: p.string().length(30).$type<ActivityEvent>(),
    outcome: p.string().length(10).$type<ActivityOutcome>(),
    provider: p.string().length(20),
    ip: p.string().length(45),
    userAgent: p.string().length(400).nullable(),
    at: p.datetime().index()
  }
})

/** One entry of an account's sign-in history: what was tried or done, from where, and whether it succeeded. */
export class ActivityEntity extends ActivitySchema.class {}
ActivitySchema.setClass(ActivityEntity)
