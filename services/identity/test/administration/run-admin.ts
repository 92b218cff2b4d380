import { runAdmin } from '../../src/administration/command/run.ts'
import type { Ended } from '../../src/command/run-command.ts'
import { runProgram } from '../fixtures/run-program.ts'
import type { Identity } from '../fixtures/start-identity.ts'

/** What `npm run admin` runs, as a process. */
export const startAdmin = (args: string[], settings: Record<string, string> = {}): Promise<Ended> =>
  runProgram('infra/commands/admin.ts', args, settings)

/** The same in this process, on the database of this service, in the name of Ada. Notification is not there. */
export const runAdminOf = ({ database }: Identity, ...args: string[]): Promise<Ended> =>
  runAdmin([...args, '--as', 'Ada'], { DATABASE_URL: database.url }, () => Promise.reject(new Error('not there')))

/** The record of actions, oldest first. */
export const actionsOf = (identity: Identity) =>
  identity.query<{ who: string; action: string; target: string | null; details: object }>(
    'select who, action, target, details from identity.operator_actions order by at, id'
  )
