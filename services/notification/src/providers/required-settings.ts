import type { Environment } from '@gatehouse/platform/config/read-settings'
import { isProduction } from '@gatehouse/platform/config/service-settings'

const TWILIO = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN']
const TWILIO_SENDER = ['TWILIO_PHONE_NUMBER', 'TWILIO_MESSAGING_SERVICE_SID']
const SNS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION']

/** What the chosen providers lack. Each answer is a fault to report. */
export function* providerRefusals(environment: Environment) {
  const given = (name: string) => Boolean(environment[name]?.trim())
  const chosen = (environment.SMS_PROVIDERS?.trim() || 'inbox').split(',').map((name) => name.trim())
  const lacking = (names: string[], provider: string) =>
    names.filter((name) => !given(name)).map((name) => `${name}: must be set, since SMS_PROVIDERS names ${provider}`)

  if (new Set(chosen).size < chosen.length) yield 'SMS_PROVIDERS: must not name a provider twice'
  if (chosen.includes('twilio')) yield* lacking(TWILIO, 'twilio')
  if (chosen.includes('twilio') && !TWILIO_SENDER.some(given)) {
    yield `${TWILIO_SENDER.join(' or ')}: must be set, since SMS_PROVIDERS names twilio`
  }
  if (chosen.includes('sns')) yield* lacking(SNS, 'sns')
  if (chosen.includes('inbox') && isProduction(environment)) {
    yield 'SMS_PROVIDERS: must not be inbox in production (name twilio or sns): it sends nothing and shows the codes'
  }
}
