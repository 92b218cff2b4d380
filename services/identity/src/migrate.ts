import { migrateSchema } from '@gatehouse/platform/database/migrate-schema'
import { ENTITIES, SCHEMA } from './entities.ts'
import { CreateAccounts } from './migrations/2026-11-22-create-accounts.ts'
import { LinkIdentities } from './migrations/2026-11-22-link-identities.ts'
import { RecordActivity } from './migrations/2026-11-22-record-activity.ts'
import { RequestPasswordResets } from './migrations/2026-11-22-request-password-resets.ts'
import { RotateSigningKeys } from './migrations/2026-11-22-rotate-signing-keys.ts'
import { SeekHandOffs } from './migrations/2026-11-22-seek-hand-offs.ts'
import { SupportOperators } from './migrations/2026-11-22-support-operators.ts'
import { SuspendAccounts } from './migrations/2026-11-22-suspend-accounts.ts'
import { SweepEnded } from './migrations/2026-11-22-sweep-ended.ts'
import { TraceHandOffs } from './migrations/2026-11-22-trace-hand-offs.ts'
import { WatchRedrives } from './migrations/2026-11-22-watch-redrives.ts'

// They are applied in the order of their names.
const MIGRATIONS = {
  '2026-11-22-create-accounts': CreateAccounts,
  '2026-11-22-link-identities': LinkIdentities,
  '2026-11-22-record-activity': RecordActivity,
  '2026-11-22-request-password-resets': RequestPasswordResets,
  '2026-11-22-rotate-signing-keys': RotateSigningKeys,
  '2026-11-22-seek-hand-offs': SeekHandOffs,
  '2026-11-22-support-operators': SupportOperators,
  '2026-11-22-suspend-accounts': SuspendAccounts,
  '2026-11-22-sweep-ended': SweepEnded,
  '2026-11-22-trace-hand-offs': TraceHandOffs,
  '2026-11-22-watch-redrives': WatchRedrives
}

/** Brings the identity schema up to date. @returns the names of the migrations that were applied */
export const migrate = (databaseUrl: string): Promise<string[]> =>
  migrateSchema(databaseUrl, SCHEMA, ENTITIES, MIGRATIONS)
