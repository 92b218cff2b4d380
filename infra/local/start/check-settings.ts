import { ConfigurationFault } from '@gatehouse/platform/config/configuration-fault'
import { readEnvironment as readIdentity } from '../../../services/identity/src/settings.ts'
import { readEnvironment as readNotification } from '../../../services/notification/src/settings.ts'
import type { Environment } from './settings.ts'

// The embedded database has no address before it runs.
const EMBEDDED = 'postgres://localhost/embedded'

/** What is wrong with the settings of either service, all at once and before anything is started. */
export function checkSettings(environment: Environment): string[] {
  const complete = { ...environment, DATABASE_URL: environment.DATABASE_URL?.trim() || EMBEDDED }
  return [...new Set([readIdentity, readNotification].flatMap((read) => faultsOf(() => read(complete))))]
}

function faultsOf(read: () => unknown): string[] {
  try {
    read()
    return []
  } catch (error) {
    if (error instanceof ConfigurationFault) return error.faults
    throw error
  }
}
