import { operatorList } from '../operators/setting.ts'
import type { Environment } from './read-settings.ts'
import { address, choice, integer, networks, port, secrets, share, text } from './settings.ts'

export const LOOPBACK = ['127.0.0.1', '::1', 'localhost']

/** A number of seconds, from the least to the most. */
export const seconds = (fallback: number, minimum: number, maximum: number) =>
  integer(minimum, maximum)({ default: fallback })

/** The settings that every service of the product shares. */
export const SERVICE_SETTINGS = {
  NODE_ENV: choice('development', 'production', 'test')({ default: 'development' }),
  DATA_DIR: text({ default: '.data' }),
  DATABASE_URL: address('postgres', 'postgresql')(),
  QUEUE_URL: address('postgres', 'postgresql', 'redis', 'rediss', 'redis+cluster')({ default: undefined }),
  MESSAGE_SEALING_KEY: secrets({ exactly: 32 })({ default: undefined }),
  APP_NAME: text({ default: 'Gatehouse' }),
  // Networks whose forwarding headers are believed: limits and sign-ins count the client's address, not the gateway's.
  TRUSTED_PROXIES: networks({ default: [] }),
  OPS_USERS: operatorList({ default: [] }),
  RATE_LIMITS: choice('on', 'off')({ default: 'on' }),
  SHUTDOWN_DELAY: seconds(0, 0, 60),
  LOG_LEVEL: choice('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent')({ default: 'info' }),
  OTEL_EXPORTER_OTLP_ENDPOINT: address('http', 'https')({ default: undefined }),
  OTEL_TRACES_SAMPLER_ARG: share({ default: 1 })
}

export const listenPort = (fallback: number) => port({ default: fallback })

export const isProduction = ({ NODE_ENV }: Environment) => NODE_ENV?.trim() === 'production'

const isWide = (network: string) => {
  const [address = '', bits] = network.trim().split('/')
  return bits !== undefined && Number(bits) < (address.includes(':') ? 16 : 8)
}

/** The rules of production and of a public address that both services keep. Each answer is a fault to report. */
export function* commonRefusals(environment: Environment, host: string) {
  if (!LOOPBACK.includes(host) && !environment.NODE_ENV?.trim()) {
    yield `NODE_ENV: must be set explicitly when a service is bound beyond loopback (to ${host})`
  }
  if (!isProduction(environment)) return
  if (!environment.MESSAGE_SEALING_KEY?.trim()) {
    yield 'MESSAGE_SEALING_KEY: must be set in production (generated secrets are for development only)'
  }
  if (environment.TRUSTED_PROXIES?.split(',').some(isWide)) {
    const why = 'whoever is in them chooses the address that limits count'
    yield `TRUSTED_PROXIES: must name networks of your gateways in production, none wider than /8 (IPv6: /16): ${why}`
  }
}
