import { defineEntity, p } from '@mikro-orm/postgresql'
import { UserEntity } from '../accounts/user.entity.ts'

const SessionSchema = defineEntity({
  name: 'SessionEntity',
  tableName: 'sessions',
  properties: {
    id: p.uuid().primary(),
    user: () => p.manyToOne(UserEntity).deleteRule('cascade').index(),
    provider: p.string().length(20),
    ip: p.string().length(45),
    userAgent: p.string().length(400).nullable(),
    refreshHash: p.blob().$type<Uint8Array>(),
    previousRefreshHash: p.blob().$type<Uint8Array>().nullable(),
    refreshedAt: p.datetime().index(),
    authenticatedAt: p.datetime(),
    createdAt: p.datetime(),
    lastUsedAt: p.datetime(),
    expiresAt: p.datetime().index(),
    revokedAt: p.datetime().nullable()
  }
})

/**
 * One signed-in client. Of its refresh tokens only the hashes of the newest and of the one before are kept; the idle
 * lifetime runs from `refreshed_at`, the absolute one ends at `expires_at`.
 */
export class SessionEntity extends SessionSchema.class {}
SessionSchema.setClass(SessionEntity)
