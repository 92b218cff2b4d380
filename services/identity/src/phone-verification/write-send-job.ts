import type { SealedSms, SendSms } from '@gatehouse/contracts'
import { seal } from '@gatehouse/platform/keys/seal'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { codeOf } from './code-of.ts'
import { MessageEntity } from './message.entity.ts'

export type SendWriter = Pick<Deps, 'keys' | 'settings' | 'now'>

/**
 * Writes the job that asks for one message. The code is derived here, at the last moment, and leaves only sealed.
 * @returns null if there is nothing left to send: the message is gone, or its code is dead
 */
export async function writeSendJob(deps: SendWriter, em: EntityManager, messageId: string): Promise<SendSms | null> {
  const message = await em.findOne(MessageEntity, { id: messageId }, { populate: ['verification'] })
  const verification = message?.verification
  const code = verification ? codeOf(deps, verification) : null
  if (!message || !verification || !code || verification.expiresAt <= deps.now()) return null
  const secret: SealedSms = { message_id: message.id, to: verification.phoneNumber, code }
  return {
    message_id: message.id,
    purpose: verification.purpose,
    template: verification.purpose,
    locale: message.locale,
    country: verification.country,
    expires_at: verification.expiresAt.toISOString(),
    sealed: await seal(deps.settings.sealingKeys, secret)
  }
}
