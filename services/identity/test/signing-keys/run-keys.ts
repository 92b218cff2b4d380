import { execFile } from 'node:child_process'
import { join } from 'node:path'
import type { Identity } from '../fixtures/start-identity.ts'

export type Ended = { code: number; stdout: string; stderr: string }

const PROGRAM = join(import.meta.dirname, '../../src/keys.ts')
const NODE_COMPILE_CACHE = join(import.meta.dirname, '../../../../node_modules/.cache/node')

/** What `npm run keys:…` runs, as a process that knows these settings alone. */
export function runKeys(args: string[], settings: Record<string, string> = {}): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>()
  execFile(
    process.execPath,
    [PROGRAM, ...args],
    { env: { NODE_COMPILE_CACHE, DATA_DIR: '/nowhere', ...settings } },
    (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr })
  )
  return promise
}

/** With the settings of this service. */
export const runKeysOf = ({ database, settings }: Identity, ...args: string[]): Promise<Ended> =>
  runKeys(args, {
    DATABASE_URL: database.url,
    IDENTITY_SECRET: settings.identitySecrets.map((secret) => secret.toString('base64')).join()
  })
