import type { AccountExport } from '@gatehouse/contracts'
import type { EntityManager } from '@mikro-orm/postgresql'
import { MessageEntity } from './message.entity.ts'
import { VerificationEntity } from './verification.entity.ts'

type Exported = AccountExport['phone_verifications'][number]

/** Every number the user ever proved or tried to, with its messages, for the user's export. */
export async function listVerifications(em: EntityManager, userId: string): Promise<Exported[]> {
  const verifications = await em.find(VerificationEntity, { user: userId }, { orderBy: { createdAt: 'asc' } })
  const messages = await em.find(MessageEntity, { verification: { user: userId } }, { orderBy: { createdAt: 'asc' } })
  const byVerification = Map.groupBy(messages, ({ verification }) => verification.id)
  return verifications.map((verification) => ({
    id: verification.id,
    purpose: verification.purpose,
    phone_number: verification.phoneNumber,
    country: verification.country,
    failed_attempts: verification.failedAttempts,
    created_at: verification.createdAt.toISOString(),
    expires_at: verification.expiresAt.toISOString(),
    verified_at: verification.verifiedAt?.toISOString() ?? null,
    messages: (byVerification.get(verification.id) ?? []).map(showMessage)
  }))
}

const showMessage = ({ id, status, locale, createdAt }: MessageEntity) => ({
  id,
  status,
  locale,
  created_at: createdAt.toISOString()
})
