import type { Words } from './words.ts'

const expiry = (minutes: number) => `Valable ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`

export const french: Words = {
  phone_verification: (code, appName, minutes) =>
    `${code} est votre code de vérification ${appName}. ${expiry(minutes)}`,
  password_reset: (code, appName, minutes) =>
    `${code} est votre code pour changer de mot de passe sur ${appName}. ${expiry(minutes)}`
}
