import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { runAdmin } from '../../src/administration/command/run.ts'
import type { Ended } from '../../src/command/run-command.ts'
import type { Identity } from '../fixtures/start-identity.ts'

const PROGRAM = join(import.meta.dirname, '../../../../infra/local/admin.ts')
const NODE_COMPILE_CACHE = join(import.meta.dirname, '../../../../node_modules/.cache/node')

/** What `npm run admin` runs, as a process that knows these settings alone. */
export function startAdmin(args: string[], settings: Record<string, string> = {}): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>()
  execFile(
    process.execPath,
    [PROGRAM, ...args],
    { env: { NODE_COMPILE_CACHE, DATA_DIR: '/nowhere', ...settings } },
    (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr })
  )
  return promise
}

/** The same in this process, on the database of this service, in the name of Ada. Notification is not there. */
export const runAdminOf = ({ database }: Identity, ...args: string[]): Promise<Ended> =>
  runAdmin([...args, '--as', 'Ada'], { DATABASE_URL: database.url }, () => Promise.reject(new Error('not there')))

/** The record of actions, oldest first. */
export const actionsOf = (identity: Identity) =>
  identity.query<{ who: string; action: string; target: string | null; details: object }>(
    'select who, action, target, details from identity.operator_actions order by at, id'
  )
