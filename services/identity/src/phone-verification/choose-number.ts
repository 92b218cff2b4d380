import { Refusal } from '@gatehouse/platform/refusal'
import type { UserEntity } from '../accounts/user.entity.ts'
import type { Deps } from '../deps.ts'
import { readPhoneNumber } from '../phone-numbers/phone-number.ts'

export type Recipient = { phoneNumber: string; country: string; isTest: boolean }

// ISO 3166 keeps ZZ free for "unknown": a test number belongs to no country.
const NO_COUNTRY = 'ZZ'

/** Decides to which number the code goes, and refuses numbers that may not get one. */
export function chooseNumber({ settings }: Deps, user: UserEntity, given: string | null | undefined): Recipient {
  const written = given || user.phoneNumber
  if (!written) throw new Refusal('phone_required')
  if (settings.testNumbers.has(written)) return { phoneNumber: written, country: NO_COUNTRY, isTest: true }
  const number = readPhoneNumber(written)
  if (!number) throw new Refusal('phone_invalid')
  if (!number.canGetSms) throw new Refusal('number_type_not_allowed')
  const { allowedCountries } = settings
  if (allowedCountries.length > 0 && !allowedCountries.includes(number.country)) {
    throw new Refusal('country_not_allowed', { country: number.country })
  }
  if (user.phoneVerified && user.phoneNumber === number.e164) throw new Refusal('phone_already_verified')
  return { phoneNumber: number.e164, country: number.country, isTest: false }
}
