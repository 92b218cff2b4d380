import type { AVAILABILITIES, EXPERIENCE_LEVELS, USER_TYPES } from '@gatehouse/contracts'
import { defineEntity, p } from '@mikro-orm/postgresql'

const UserSchema = defineEntity({
  name: 'UserEntity',
  tableName: 'users',
  properties: {
    id: p.uuid().primary(),
    email: p.string().length(254).unique(),
    emailVerified: p.boolean().default(false),
    passwordHash: p.string().length(255).nullable(),
    firstName: p.string().length(150).default(''),
    lastName: p.string().length(150).default(''),
    userType: p.string().length(20).$type<(typeof USER_TYPES)[number]>().default('freelancer'),
    phoneNumber: p.string().length(20).nullable(),
    phoneVerified: p.boolean().default(false),
    phoneIsTest: p.boolean().default(false),
    country: p.string().length(2).nullable(),
    state: p.string().length(50).nullable(),
    city: p.string().length(100).nullable(),
    address: p.text().nullable(),
    skills: p.text().nullable(),
    experienceLevel: p.string().length(20).$type<(typeof EXPERIENCE_LEVELS)[number]>().default('entry'),
    hourlyRate: p.decimal('string').precision(10).scale(2).nullable(),
    availability: p.string().length(20).$type<(typeof AVAILABILITIES)[number]>().default('full-time'),
    bio: p.text().nullable(),
    dateOfBirth: p.date().nullable(),
    profileCompleted: p.boolean().default(false),
    createdAt: p.datetime(),
    // Since then an operator lets nobody in.
    disabledAt: p.datetime().nullable()
  }
})

/**
 * An account. A verified number belongs to one account only: a partial unique index holds that, whoever races. Numbers
 * for tests (`phone_is_test`) are outside of it.
 */
export class UserEntity extends UserSchema.class {}
UserSchema.setClass(UserEntity)
