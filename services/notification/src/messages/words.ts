import type { Purpose } from '@gatehouse/contracts'

/** What a message says in one language, by template. Every letter is one of GSM-7, or the text would cost two SMS. */
export type Words = Record<Purpose, (code: string, appName: string, minutes: number) => string>
