import type { Ended } from '../../src/command/run-command.ts'
import { runProgram } from '../fixtures/run-program.ts'
import type { Identity } from '../fixtures/start-identity.ts'

/** What `npm run keys:…` runs, as a process. */
export const runKeys = (args: string[], settings: Record<string, string> = {}): Promise<Ended> =>
  runProgram('services/identity/src/keys.ts', args, settings)

/** With the settings of this service. */
export const runKeysOf = ({ database, settings }: Identity, ...args: string[]): Promise<Ended> =>
  runKeys(args, {
    DATABASE_URL: database.url,
    IDENTITY_SECRET: settings.identitySecrets.map((secret) => secret.toString('base64')).join()
  })
