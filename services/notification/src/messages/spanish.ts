import type { Words } from './words.ts'

const expiry = (minutes: number) => `Caduca en ${minutes} ${minutes === 1 ? 'minuto' : 'minutos'}.`

// "Clave" and "teléfono": GSM-7 has é and ñ, but neither the ó of "código" nor the ú of "número".
export const spanish: Words = {
  phone_verification: (code, appName, minutes) =>
    `${code} es tu clave de ${appName} para verificar tu teléfono. ${expiry(minutes)}`,
  password_reset: (code, appName, minutes) =>
    `${code} es tu clave de ${appName} para cambiar la contraseña. ${expiry(minutes)}`
}
