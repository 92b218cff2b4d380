import { defineEntity, p } from '@mikro-orm/postgresql'

const PasswordResetRequestSchema = defineEntity({
  name: 'PasswordResetRequestEntity',
  tableName: 'password_reset_requests',
  properties: {
    id: p.uuid().primary(),
    email: p.string().length(254),
    locale: p.string().length(2),
    createdAt: p.datetime(),
    dueAt: p.datetime().index()
  }
})

/** Somebody asked for a reset, to be looked at from `due_at` on. Whether there is such an account is looked up later, so that the answer cannot tell. */
export class PasswordResetRequestEntity extends PasswordResetRequestSchema.class {}
PasswordResetRequestSchema.setClass(PasswordResetRequestEntity)
