import { migrateSchema } from '@gatehouse/platform/database/migrate-schema'
import { ENTITIES, SCHEMA } from './entities.ts'
import { Ledger } from './migrations/001-ledger.ts'
import { Inbox } from './migrations/002-inbox.ts'
import { Receipts } from './migrations/003-receipts.ts'

const MIGRATIONS = { '001-ledger': Ledger, '002-inbox': Inbox, '003-receipts': Receipts }

/** Brings the schema `notification` up to date. Answers the names of the migrations that were applied. */
export const migrate = (databaseUrl: string): Promise<string[]> =>
  migrateSchema(databaseUrl, SCHEMA, ENTITIES, MIGRATIONS)
