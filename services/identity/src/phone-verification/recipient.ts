import { Refusal } from '@gatehouse/platform/refusal'
import { readPhoneNumber } from '../phone-numbers/phone-number.ts'
import type { Settings } from '../settings.ts'

export type Recipient = { phoneNumber: string; country: string; isTest: boolean }

// ISO 3166 keeps ZZ free for "unknown": a test number belongs to no country.
const NO_COUNTRY = 'ZZ'

/** To whom a message for this number goes. Refuses numbers that may not get one. */
export function readRecipient(
  { testNumbers, allowedCountries }: Pick<Settings, 'testNumbers' | 'allowedCountries'>,
  written: string
): Recipient {
  if (testNumbers.has(written)) return { phoneNumber: written, country: NO_COUNTRY, isTest: true }
  const number = readPhoneNumber(written)
  if (!number) throw new Refusal('phone_invalid')
  if (!number.canGetSms) throw new Refusal('number_type_not_allowed')
  if (allowedCountries.length > 0 && !allowedCountries.includes(number.country)) {
    throw new Refusal('country_not_allowed', { country: number.country })
  }
  return { phoneNumber: number.e164, country: number.country, isTest: false }
}
