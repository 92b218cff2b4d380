import { UserEntity } from './accounts/user.entity.ts'
import { ActivityEntity } from './activity/activity.entity.ts'
import { OperatorActionEntity } from './administration/operator-action.entity.ts'
import { HandOffEntity } from './hand-off/hand-off.entity.ts'
import { LimitEntity } from './limits/limit.entity.ts'
import { ExchangeCodeEntity } from './openid/exchange-code.entity.ts'
import { LinkedIdentityEntity } from './openid/linked-identity.entity.ts'
import { SpentTokenEntity } from './openid/spent-token.entity.ts'
import { PasswordResetRequestEntity } from './passwords/password-reset-request.entity.ts'
import { ResetLinkEntity } from './passwords/reset-link.entity.ts'
import { MessageEntity } from './phone-verification/message.entity.ts'
import { VerificationEntity } from './phone-verification/verification.entity.ts'
import { SessionEntity } from './sessions/session.entity.ts'
import { SigningKeyEntity } from './signing-keys/signing-key.entity.ts'

export const SCHEMA = 'identity'

/** Every table of the service. */
export const ENTITIES = [
  ActivityEntity,
  ExchangeCodeEntity,
  HandOffEntity,
  LimitEntity,
  LinkedIdentityEntity,
  MessageEntity,
  OperatorActionEntity,
  PasswordResetRequestEntity,
  ResetLinkEntity,
  SessionEntity,
  SigningKeyEntity,
  SpentTokenEntity,
  UserEntity,
  VerificationEntity
]
