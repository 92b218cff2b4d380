import { UserEntity } from './accounts/user.entity.ts'
import { HandOffEntity } from './hand-off/hand-off.entity.ts'
import { LimitEntity } from './limits/limit.entity.ts'
import { MessageEntity } from './phone-verification/message.entity.ts'
import { VerificationEntity } from './phone-verification/verification.entity.ts'
import { SessionEntity } from './sessions/session.entity.ts'
import { SigningKeyEntity } from './signing-keys/signing-key.entity.ts'

export const SCHEMA = 'identity'

/** Every table of the service. */
export const ENTITIES = [
  HandOffEntity,
  LimitEntity,
  MessageEntity,
  SessionEntity,
  SigningKeyEntity,
  UserEntity,
  VerificationEntity
]
