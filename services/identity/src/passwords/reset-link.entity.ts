import { defineEntity, p } from '@mikro-orm/postgresql'
import { UserEntity } from '../accounts/user.entity.ts'

const ResetLinkSchema = defineEntity({
  name: 'ResetLinkEntity',
  tableName: 'password_reset_links',
  properties: {
    tokenHash: p.blob().$type<Uint8Array>().primary(),
    user: () => p.oneToOne(UserEntity).owner().deleteRule('cascade').unique(),
    createdAt: p.datetime(),
    expiresAt: p.datetime().index()
  }
})

/** A way to a new password that an operator gave out. Of the token only the hash is kept; a user has at most one. */
export class ResetLinkEntity extends ResetLinkSchema.class {}
ResetLinkSchema.setClass(ResetLinkEntity)
