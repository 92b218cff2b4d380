import type { CleanedEnv } from 'envalid'
import { customCleanEnv } from 'envalid'
import { ConfigurationFault } from './configuration-fault.ts'

export type Environment = Record<string, string | undefined>

/**
 * Reads and checks all settings at once. A variable that is set but empty counts as unset, as in a copied example.
 * @param refusals what the service itself finds wrong, such as a default that is unsafe in production
 * @throws ConfigurationFault that lists every fault, so that nobody mends one to meet the next.
 */
export function readSettings<S extends object>(
  environment: Environment,
  specs: S,
  refusals: Iterable<string> = []
): CleanedEnv<S> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()))
  const faults = [...refusals]
  const settings = customCleanEnv(given, specs, (cleaned) => cleaned, {
    reporter: ({ errors }) => {
      for (const [name, error] of Object.entries(errors)) faults.push(`${name}: ${sentence(error as Error)}`)
    }
  })
  if (faults.length > 0) throw new ConfigurationFault(faults)
  return settings as unknown as CleanedEnv<S>
}

// A parser's own message never quotes the value; a message of the library may, so it is replaced.
function sentence(error: Error): string {
  if (error.name === 'EnvMissingError') return 'must be set'
  return error instanceof SettingFault ? error.message : 'is not valid'
}

export class SettingFault extends Error {}
