import type { Formats } from '@gatehouse/platform/http/server'
import { whereAlpha2 } from 'iso-3166-1'
import { isCommonPassword } from './passwords/common-passwords.ts'
import type { TestNumbers } from './phone-numbers/phone-number.ts'
import { readPhoneNumber } from './phone-numbers/phone-number.ts'

const AMOUNT = /^\d{1,8}(\.\d{1,2})?$/
const EARLIEST_BIRTH = '1900-01-01'

/** What the formats named in the contracts' schemas mean, so that one validation finds every wrong field at once. */
export function contractFormats(testNumbers: TestNumbers, now: () => Date): Formats {
  return {
    country: isCountry,
    amount: { type: 'number', validate: (value) => AMOUNT.test(String(value)) },
    'amount-text': (text) => AMOUNT.test(text),
    'past-date': (text) => isDate(text) && text >= EARLIEST_BIRTH && text < now().toISOString().slice(0, 10),
    'phone-number': (text) => testNumbers.has(text) || readPhoneNumber(text) !== null,
    'uncommon-password': (text) => !isCommonPassword(text)
  }
}

// ASCII first: in capitals, 'ß' would be South Sudan.
const isCountry = (text: string) => /^[A-Za-z]{2}$/.test(text) && whereAlpha2(text) !== undefined

// The round trip refuses days that no month has, such as 2021-02-30.
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
