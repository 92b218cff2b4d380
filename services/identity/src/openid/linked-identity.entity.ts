import { defineEntity, p } from '@mikro-orm/postgresql'
import { UserEntity } from '../accounts/user.entity.ts'

const LinkedIdentitySchema = defineEntity({
  name: 'LinkedIdentityEntity',
  tableName: 'linked_identities',
  uniques: [{ name: 'linked_identities_provider_subject_unique', properties: ['provider', 'subject'] }],
  properties: {
    id: p.uuid().primary(),
    user: () => p.manyToOne(UserEntity).deleteRule('cascade').index(),
    provider: p.string().length(20),
    subject: p.string().length(255),
    createdAt: p.datetime()
  }
})

/** Somebody at an OpenID provider, by the name that never changes there (`sub`), and the account that is theirs here. */
export class LinkedIdentityEntity extends LinkedIdentitySchema.class {}
LinkedIdentitySchema.setClass(LinkedIdentityEntity)
