import { developmentDatabase } from '@gatehouse/platform/config/development-database'
import { developmentSecrets } from '@gatehouse/platform/config/development-secrets'
import type { Environment } from '@gatehouse/platform/config/read-settings'
import { readSettings } from '@gatehouse/platform/config/read-settings'
import { isProduction, SERVICE_SETTINGS } from '@gatehouse/platform/config/service-settings'
import { address } from '@gatehouse/platform/config/settings'
import { identitySecrets } from '../setting-kinds.ts'

const SETTINGS = {
  NODE_ENV: SERVICE_SETTINGS.NODE_ENV,
  DATA_DIR: SERVICE_SETTINGS.DATA_DIR,
  DATABASE_URL: address('postgres', 'postgresql')({ default: undefined }),
  IDENTITY_SECRET: identitySecrets({ default: undefined })
}

/**
 * Where the keys are, and the secrets that open them: as given, or in development those of `npm start`.
 * @throws ConfigurationFault that names every fault.
 */
export function commandSettings(environment: Environment, { withSecret }: { withSecret: boolean }) {
  const isLocal = !isProduction(environment)
  const local = isLocal ? developmentDatabase(environment.DATA_DIR?.trim() || '.data') : undefined
  const read = readSettings(environment, SETTINGS, refusals(environment, withSecret && !isLocal, local))
  const generated = () => [Buffer.from(developmentSecrets(read.DATA_DIR).IDENTITY_SECRET, 'base64')]
  return {
    databaseUrl: read.DATABASE_URL ?? local ?? '',
    identitySecrets: withSecret ? (read.IDENTITY_SECRET ?? generated()) : []
  }
}

function* refusals(environment: Environment, wantsSecret: boolean, local: string | undefined) {
  if (!environment.DATABASE_URL?.trim() && !local) {
    const advice = isProduction(environment) ? '' : ', since npm start does not run its own database in DATA_DIR'
    yield `DATABASE_URL: must be set (postgres://user:password@host:5432/name)${advice}`
  }
  if (wantsSecret && !environment.IDENTITY_SECRET?.trim()) yield 'IDENTITY_SECRET: must be set, as the services have it'
}
