import { migrateSchema } from '@gatehouse/platform/database/migrate-schema'
import { ENTITIES, SCHEMA } from './entities.ts'
import { Ledger } from './migrations/001-ledger.ts'
import { Inbox } from './migrations/002-inbox.ts'
import { Receipts } from './migrations/003-receipts.ts'
import { OperatorActions } from './migrations/004-operator-actions.ts'
import { History } from './migrations/005-history.ts'
import { Redrives } from './migrations/006-redrives.ts'
import { Traces } from './migrations/007-traces.ts'
import { Heartbeats } from './migrations/008-heartbeats.ts'

const MIGRATIONS = {
  '001-ledger': Ledger,
  '002-inbox': Inbox,
  '003-receipts': Receipts,
  '004-operator-actions': OperatorActions,
  '005-history': History,
  '006-redrives': Redrives,
  '007-traces': Traces,
  '008-heartbeats': Heartbeats
}

/** Brings the schema `notification` up to date. Answers the names of the migrations that were applied. */
export const migrate = (databaseUrl: string): Promise<string[]> =>
  migrateSchema(databaseUrl, SCHEMA, ENTITIES, MIGRATIONS)
