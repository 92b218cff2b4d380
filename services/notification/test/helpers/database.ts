import { randomBytes } from 'node:crypto'
import { migrateQueue } from '@gatehouse/platform/queue/migrate-queue'
import { MikroORM } from '@mikro-orm/postgresql'
import type { Test } from 'tap'
import { migrate } from '../../src/migrate.ts'

export type Environment = Record<string, string | undefined>

export const environment: Environment = process.env

/** The URL of a fresh database of this file's own, dropped at its end. Empty, or migrated with the queue's tables. */
export async function createDatabase(t: Test, options: { empty?: boolean; server?: string } = {}): Promise<string> {
  const server = options.server ?? environment.TEST_DATABASE_URL
  if (!server) throw new Error('TEST_DATABASE_URL is not set: run the tests by npm test')
  const name = `notification_${randomBytes(6).toString('hex')}`
  await onServer(server, `create database ${name}`)
  t.teardown(() => onServer(server, `drop database ${name} with (force)`))
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href
  if (!options.empty) await prepare(url)
  return url
}

async function prepare(url: string) {
  await migrate(url)
  await migrateQueue(url)
}

async function onServer(server: string, statement: string) {
  const orm = await MikroORM.init({ clientUrl: server, entities: [], discovery: { warnWhenNoEntities: false } })
  try {
    await orm.em.execute(statement)
  } finally {
    await orm.close()
  }
}
