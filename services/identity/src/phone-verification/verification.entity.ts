import type { Purpose } from '@gatehouse/contracts'
import { defineEntity, p } from '@mikro-orm/postgresql'
import { UserEntity } from '../accounts/user.entity.ts'

const VerificationSchema = defineEntity({
  name: 'VerificationEntity',
  tableName: 'phone_verifications',
  properties: {
    id: p.uuid().primary(),
    user: () => p.manyToOne(UserEntity).deleteRule('cascade'),
    purpose: p.string().length(20).$type<Purpose>(),
    phoneNumber: p.string().length(20),
    country: p.string().length(2),
    isTest: p.boolean().default(false),
    codeKey: p.string().length(8),
    failedAttempts: p.smallint().default(0),
    lastAttemptAt: p.datetime().nullable(),
    createdAt: p.datetime(),
    expiresAt: p.datetime().index(),
    resendAvailableAt: p.datetime(),
    verifiedAt: p.datetime().nullable(),
    cancelledAt: p.datetime().nullable()
  }
})

/**
 * One number that one user is proving, by one code, however often it is sent. A user has at most one that is open
 * (neither verified nor cancelled) for a purpose: a partial unique index holds that.
 */
export class VerificationEntity extends VerificationSchema.class {}
VerificationSchema.setClass(VerificationEntity)
