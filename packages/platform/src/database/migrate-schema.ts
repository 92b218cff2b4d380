import type { Constructor } from '@mikro-orm/core'
import type { Migration } from '@mikro-orm/migrations'
import { Migrator } from '@mikro-orm/migrations'
import { MikroORM } from '@mikro-orm/postgresql'
import type { Entities } from './open-database.ts'
import { databaseOptions } from './open-database.ts'

export type MigrationList = Record<string, Constructor<Migration>>

/** Brings one service's schema up to date, all or nothing. Answers the names of the migrations that were applied. */
export async function migrateSchema(url: string, schema: string, entities: Entities, list: MigrationList) {
  const migrationsList = Object.entries(list).map(([name, migration]) => ({ name, class: migration }))
  const orm = await MikroORM.init({
    ...databaseOptions(url, schema, entities),
    driverOptions: {},
    extensions: [Migrator],
    migrations: { migrationsList, tableName: 'migrations', allOrNothing: true, snapshot: false }
  })
  try {
    await orm.em.execute(`create schema if not exists "${schema}"`)
    const applied = await orm.migrator.up()
    return applied.map(({ name }) => name)
  } finally {
    await orm.close()
  }
}
