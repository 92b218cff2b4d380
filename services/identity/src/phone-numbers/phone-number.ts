import type { PhoneNumberTypes } from 'awesome-phonenumber'
import { parsePhoneNumber } from 'awesome-phonenumber'

/** A number that exists in its country's plan. */
export type PhoneNumber = { e164: string; country: string; canGetSms: boolean }

const SMS_TYPES: PhoneNumberTypes[] = ['mobile', 'fixed-line-or-mobile']

// What people write: the plus, digits, and what parts them. Letters and extensions would be dropped without a word.
const WRITTEN = /^\s*\+[\d\s().\-/]+$/

/** Reads a number as a person writes it, with its country code. Answers null if there is no such number. */
export function readPhoneNumber(written: string): PhoneNumber | null {
  if (!WRITTEN.test(written)) return null
  const { valid, number, regionCode, type } = parsePhoneNumber(written)
  if (!valid || !number || !regionCode) return null
  return { e164: number.e164, country: regionCode, canGetSms: SMS_TYPES.includes(type) }
}

/** Numbers with a fixed code, for tests: `number -> code`. They are looked up before anything else is asked of a number. */
export type TestNumbers = ReadonlyMap<string, string>
