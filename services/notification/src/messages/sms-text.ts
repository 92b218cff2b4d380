import type { Purpose, SMS_LOCALES } from '@gatehouse/contracts'
import { english } from './english.ts'
import { french } from './french.ts'
import { german } from './german.ts'
import { spanish } from './spanish.ts'
import type { Words } from './words.ts'

/** Who sends: the product's name, and the host to which phones bind the code. */
export type Sender = { appName: string; appHost: string }
export type Text = { template: string; locale: string; code: string; secondsLeft: number }

export const LANGUAGES: Record<(typeof SMS_LOCALES)[number], Words> = {
  en: english,
  de: german,
  fr: french,
  es: spanish
}

// Minutes are rounded down, so that a text promises no life that the code has not; only the moment that the message
// took to get here is forgiven, so that a fresh code says its ten minutes.
const TRANSIT_SECONDS = 5

/**
 * The words of a message in the language asked for, else in English. The last line is the WebOTP form: phones offer
 * the code only to a page of that host, so that a look-alike page gets nothing.
 */
export function smsText({ appName, appHost }: Sender, { template, locale, code, secondsLeft }: Text): string {
  const words = hasWords(locale) ? LANGUAGES[locale] : english
  const minutes = Math.max(1, Math.floor((secondsLeft + TRANSIT_SECONDS) / 60))
  const sentence = words[template as Purpose](code, appName, minutes)
  return `${sentence}\n\n@${appHost} #${code}`
}

export const isTemplate = (template: string): template is Purpose => Object.hasOwn(english, template)

const hasWords = (locale: string): locale is keyof typeof LANGUAGES => Object.hasOwn(LANGUAGES, locale)
