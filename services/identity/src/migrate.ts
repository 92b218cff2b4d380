import { migrateSchema } from '@gatehouse/platform/database/migrate-schema'
import { ENTITIES, SCHEMA } from './entities.ts'
import { CreateAccounts } from './migrations/2026-11-22-create-accounts.ts'

/** Brings the identity schema up to date. @returns the names of the migrations that were applied */
export const migrate = (databaseUrl: string): Promise<string[]> =>
  migrateSchema(databaseUrl, SCHEMA, ENTITIES, { '2026-11-22-create-accounts': CreateAccounts })
