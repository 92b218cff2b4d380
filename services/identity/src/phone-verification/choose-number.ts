import { Refusal } from '@gatehouse/platform/refusal'
import type { UserEntity } from '../accounts/user.entity.ts'
import type { Deps } from '../deps.ts'
import type { Recipient } from './recipient.ts'
import { readRecipient } from './recipient.ts'

/** Decides which number the user proves, and refuses numbers that may not get a code. */
export function chooseNumber({ settings }: Deps, user: UserEntity, given: string | null | undefined): Recipient {
  const written = given || user.phoneNumber
  if (!written) throw new Refusal('phone_required')
  const recipient = readRecipient(settings, written)
  const isVerified = user.phoneVerified && user.phoneNumber === recipient.phoneNumber
  if (isVerified && !recipient.isTest) throw new Refusal('phone_already_verified')
  return recipient
}
