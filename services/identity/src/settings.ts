import { developmentSecrets } from '@gatehouse/platform/config/development-secrets'
import type { Environment } from '@gatehouse/platform/config/read-settings'
import { readSettings } from '@gatehouse/platform/config/read-settings'
import {
  commonRefusals,
  isProduction,
  LOOPBACK,
  listenPort,
  SERVICE_SETTINGS,
  seconds
} from '@gatehouse/platform/config/service-settings'
import { address, text } from '@gatehouse/platform/config/settings'
import { completionFields, countries, identitySecrets, origins, returnAddresses, testNumbers } from './setting-kinds.ts'
import { LONGEST_TOKEN_TTL } from './signing-keys/times.ts'

const DAY = 24 * 3600
const DEVELOPMENT_TEST_NUMBERS = [['+1234567890', '123456']] as const

/** What commands for operators read as well. */
export const SHARED = {
  PUBLIC_URL: address('http', 'https')({ default: 'http://localhost:8000' }),
  REFRESH_TOKEN_IDLE_TTL: seconds(30 * DAY, 1, 365 * DAY)
}

const SETTINGS = {
  ...SERVICE_SETTINGS,
  ...SHARED,
  IDENTITY_HOST: text({ default: '127.0.0.1' }),
  IDENTITY_PORT: listenPort(8000),
  IDENTITY_SECRET: identitySecrets({ default: undefined }),
  CORS_ORIGINS: origins({ default: [] }),
  FRONTEND_REDIRECTS: returnAddresses({ default: [] }),
  GOOGLE_CLIENT_ID: text({ default: '' }),
  GOOGLE_CLIENT_SECRET: text({ default: '' }),
  GOOGLE_ISSUER: address('http', 'https')({ default: 'https://accounts.google.com' }),
  ACCESS_TOKEN_TTL: seconds(900, 1, LONGEST_TOKEN_TTL),
  REFRESH_TOKEN_MAX_TTL: seconds(90 * DAY, 1, 3650 * DAY),
  PHONE_CODE_TTL: seconds(600, 1, 600),
  PHONE_ALLOWED_COUNTRIES: countries({ default: [] }),
  TEST_PHONE_CODES: testNumbers({ default: undefined }),
  REQUIRED_PROFILE_FIELDS: completionFields({ default: ['phone_number', 'country', 'city', 'skills'] })
}

function* refusals(environment: Environment) {
  yield* commonRefusals(environment, environment.IDENTITY_HOST?.trim() || '127.0.0.1')
  if (!isProduction(environment)) return
  if (!environment.IDENTITY_SECRET?.trim()) {
    yield 'IDENTITY_SECRET: must be set in production (generated secrets are for development only)'
  }
  if (environment.TEST_PHONE_CODES?.trim()) yield 'TEST_PHONE_CODES: must not be set in production'
  if (isUnprotected(environment.GOOGLE_ISSUER)) {
    yield 'GOOGLE_ISSUER: must be https in production (but on loopback): its keys decide who may sign in'
  }
  if (environment.RATE_LIMITS?.trim() === 'off') yield 'RATE_LIMITS: must be on in production'
}

const isUnprotected = (url = '') =>
  URL.canParse(url) && new URL(url).protocol === 'http:' && !LOOPBACK.includes(new URL(url).hostname)

/** Reads and checks, and changes nothing. @throws ConfigurationFault that names every fault. */
export const readEnvironment = (environment: Environment) => readSettings(environment, SETTINGS, refusals(environment))

export type Settings = ReturnType<typeof identitySettings>

/** All settings of the identity service. @throws ConfigurationFault that names every fault. */
export function identitySettings(environment: Environment) {
  const read = readEnvironment(environment)
  const generated = () => {
    const { IDENTITY_SECRET, MESSAGE_SEALING_KEY } = developmentSecrets(read.DATA_DIR)
    return { identity: [Buffer.from(IDENTITY_SECRET, 'base64')], sealing: [Buffer.from(MESSAGE_SEALING_KEY, 'base64')] }
  }
  return {
    isProduction: isProduction(environment),
    logLevel: read.LOG_LEVEL,
    shutdownDelay: read.SHUTDOWN_DELAY,
    tracing: { endpoint: read.OTEL_EXPORTER_OTLP_ENDPOINT, ratio: read.OTEL_TRACES_SAMPLER_ARG },
    host: read.IDENTITY_HOST,
    port: read.IDENTITY_PORT,
    isBoundToLoopback: LOOPBACK.includes(read.IDENTITY_HOST),
    operators: read.OPS_USERS,
    publicUrl: read.PUBLIC_URL,
    appName: read.APP_NAME,
    databaseUrl: read.DATABASE_URL,
    queueUrl: read.QUEUE_URL ?? read.DATABASE_URL,
    identitySecrets: read.IDENTITY_SECRET ?? generated().identity,
    sealingKeys: read.MESSAGE_SEALING_KEY ?? generated().sealing,
    trustedProxies: read.TRUSTED_PROXIES,
    corsOrigins: read.CORS_ORIGINS,
    frontendRedirects: read.FRONTEND_REDIRECTS,
    google: {
      clientId: read.GOOGLE_CLIENT_ID,
      clientSecret: read.GOOGLE_CLIENT_SECRET,
      issuer: read.GOOGLE_ISSUER
    },
    accessTokenTtl: read.ACCESS_TOKEN_TTL,
    refreshIdleTtl: read.REFRESH_TOKEN_IDLE_TTL,
    refreshMaxTtl: read.REFRESH_TOKEN_MAX_TTL,
    phoneCodeTtl: read.PHONE_CODE_TTL,
    allowedCountries: read.PHONE_ALLOWED_COUNTRIES,
    testNumbers: new Map(read.TEST_PHONE_CODES ?? (isProduction(environment) ? [] : DEVELOPMENT_TEST_NUMBERS)),
    limits: read.RATE_LIMITS === 'on',
    requiredFields: read.REQUIRED_PROFILE_FIELDS
  }
}
