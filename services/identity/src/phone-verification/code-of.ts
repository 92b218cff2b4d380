import type { Deps } from '../deps.ts'
import { deriveCode } from './code.ts'
import type { VerificationEntity } from './verification.entity.ts'

/** The code of a verification, or null if the secret that made it is no longer accepted. */
export function codeOf(
  { keys, settings }: Pick<Deps, 'keys' | 'settings'>,
  verification: VerificationEntity
): string | null {
  const { id, purpose, user, phoneNumber, isTest, codeKey } = verification
  if (isTest) return settings.testNumbers.get(phoneNumber) ?? null
  const found = keys.code.find(({ name }) => name === codeKey)
  return found ? deriveCode(found.key, { purpose, verificationId: id, userId: user.id, phoneNumber }) : null
}
