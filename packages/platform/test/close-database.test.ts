import { defineEntity, p } from '@mikro-orm/postgresql'
import t from 'tap'
import { closeDatabase, openDatabase } from '../src/database/open-database.ts'
import { log, until } from './fixtures/queues.ts'

const { TEST_DATABASE_URL = '' } = process.env
const ENTITIES = [defineEntity({ name: 'Nothing', properties: { id: p.integer().primary() } })]

t.test('a connection that is still in use does not hold up the end', async (t) => {
  const orm = await openDatabase(TEST_DATABASE_URL, 'public', ENTITIES, log)
  let isOver = false
  const busy = orm.em
    .fork()
    .execute('select pg_sleep(4)')
    .catch(() => {})
    .finally(() => {
      isOver = true
    })
  await until('it runs', async () => {
    const [row] = await orm.em.fork().execute(`select from pg_stat_activity where query = 'select pg_sleep(4)'`)
    return row !== undefined
  })
  await closeDatabase(orm)
  t.notOk(isOver, 'it is not waited for')
  await busy
})
