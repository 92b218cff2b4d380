import type { Words } from './words.ts'

const expiry = (minutes: number) => `It expires in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`

export const english: Words = {
  phone_verification: (code, appName, minutes) => `${code} is your ${appName} verification code. ${expiry(minutes)}`,
  password_reset: (code, appName, minutes) => `${code} is your ${appName} password reset code. ${expiry(minutes)}`
}
