import { developmentSecrets } from '@gatehouse/platform/config/development-secrets'
import type { Environment } from '@gatehouse/platform/config/read-settings'
import { readSettings } from '@gatehouse/platform/config/read-settings'
import { commonRefusals, LOOPBACK, listenPort, SERVICE_SETTINGS } from '@gatehouse/platform/config/service-settings'
import { address, choices, text } from '@gatehouse/platform/config/settings'
import { PROVIDER_NAMES } from './providers/provider.ts'
import { providerRefusals } from './providers/required-settings.ts'
import { accountSid, hostName, LONGEST_APP_HOST, phoneNumber, smsName } from './setting-kinds.ts'

const unset = { default: undefined }

const SETTINGS = {
  ...SERVICE_SETTINGS,
  DATABASE_REPLICA_URL: address('postgres', 'postgresql')(unset),
  NOTIFICATION_HOST: text({ default: '127.0.0.1' }),
  NOTIFICATION_PORT: listenPort(8001),
  NOTIFICATION_PUBLIC_URL: address('http', 'https')(unset),
  PUBLIC_URL: address('http', 'https')({ default: 'http://localhost:8000' }),
  APP_NAME: smsName({ default: 'Gatehouse' }),
  APP_HOST: hostName(unset),
  SMS_PROVIDERS: choices(...PROVIDER_NAMES)({ default: ['inbox'] }),
  TWILIO_ACCOUNT_SID: accountSid(unset),
  TWILIO_AUTH_TOKEN: text(unset),
  TWILIO_PHONE_NUMBER: phoneNumber(unset),
  TWILIO_MESSAGING_SERVICE_SID: text(unset),
  TWILIO_API_BASE_URL: address('http', 'https')(unset),
  AWS_ACCESS_KEY_ID: text(unset),
  AWS_SECRET_ACCESS_KEY: text(unset),
  AWS_SESSION_TOKEN: text(unset),
  AWS_REGION: text(unset),
  AWS_ENDPOINT_URL_SNS: address('http', 'https')(unset)
}

function* refusals(environment: Environment) {
  yield* commonRefusals(environment, environment.NOTIFICATION_HOST?.trim() || '127.0.0.1')
  yield* providerRefusals(environment)
  const publicUrl = environment.PUBLIC_URL?.trim() ?? ''
  if (!environment.APP_HOST?.trim() && URL.canParse(publicUrl) && hostOf(publicUrl).length > LONGEST_APP_HOST) {
    yield `APP_HOST: must be set, since the host of PUBLIC_URL is longer than ${LONGEST_APP_HOST} characters`
  }
}

const hostOf = (url: string) => new URL(url).hostname

/** Reads and checks, and changes nothing. @throws ConfigurationFault that names every fault. */
export const readEnvironment = (environment: Environment) => readSettings(environment, SETTINGS, refusals(environment))

export type Settings = ReturnType<typeof notificationSettings>

/** All settings of the notification service. @throws ConfigurationFault that names every fault. */
export function notificationSettings(environment: Environment) {
  const read = readEnvironment(environment)
  const generated = () => [Buffer.from(developmentSecrets(read.DATA_DIR).MESSAGE_SEALING_KEY, 'base64')]
  return {
    isProduction: read.NODE_ENV === 'production',
    logLevel: read.LOG_LEVEL,
    shutdownDelay: read.SHUTDOWN_DELAY,
    tracing: { endpoint: read.OTEL_EXPORTER_OTLP_ENDPOINT, ratio: read.OTEL_TRACES_SAMPLER_ARG },
    host: read.NOTIFICATION_HOST,
    port: read.NOTIFICATION_PORT,
    isBoundToLoopback: LOOPBACK.includes(read.NOTIFICATION_HOST),
    operators: read.OPS_USERS,
    trustedProxies: read.TRUSTED_PROXIES,
    publicUrl: read.NOTIFICATION_PUBLIC_URL,
    databaseUrl: read.DATABASE_URL,
    replicaUrl: read.DATABASE_REPLICA_URL,
    queueUrl: read.QUEUE_URL ?? read.DATABASE_URL,
    sealingKeys: read.MESSAGE_SEALING_KEY ?? generated(),
    sender: { appName: read.APP_NAME, appHost: read.APP_HOST ?? hostOf(read.PUBLIC_URL) },
    providers: read.SMS_PROVIDERS,
    twilio: {
      accountSid: read.TWILIO_ACCOUNT_SID ?? '',
      authToken: read.TWILIO_AUTH_TOKEN ?? '',
      phoneNumber: read.TWILIO_PHONE_NUMBER,
      messagingServiceSid: read.TWILIO_MESSAGING_SERVICE_SID,
      apiBaseUrl: read.TWILIO_API_BASE_URL
    },
    sns: {
      accessKeyId: read.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: read.AWS_SECRET_ACCESS_KEY ?? '',
      sessionToken: read.AWS_SESSION_TOKEN,
      region: read.AWS_REGION ?? '',
      endpoint: read.AWS_ENDPOINT_URL_SNS
    }
  }
}
