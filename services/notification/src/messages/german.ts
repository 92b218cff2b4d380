import type { Words } from './words.ts'

const expiry = (minutes: number) => `Er ist noch ${minutes} ${minutes === 1 ? 'Minute' : 'Minuten'} gültig.`

export const german: Words = {
  phone_verification: (code, appName, minutes) => `${code} ist Ihr Bestätigungscode für ${appName}. ${expiry(minutes)}`,
  password_reset: (code, appName, minutes) =>
    `${code} ist Ihr Code für ein neues Passwort bei ${appName}. ${expiry(minutes)}`
}
