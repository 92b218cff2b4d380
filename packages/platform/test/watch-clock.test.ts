import { defineEntity, p } from '@mikro-orm/postgresql'
import t from 'tap'
import { openDatabase } from '../src/database/open-database.ts'
import { watchClock } from '../src/database/watch-clock.ts'
import { log, until } from './fixtures/queues.ts'

const { TEST_DATABASE_URL = '' } = process.env
const ENTITIES = [defineEntity({ name: 'Nothing', properties: { id: p.integer().primary() } })]
const orm = await openDatabase(TEST_DATABASE_URL, 'public', ENTITIES, log)
t.teardown(() => orm.close())

/** What is told by a process whose clock is off by so much, by its third look. */
async function toldWhenOffBy(ms: number) {
  const told: number[] = []
  let looks = 0
  const now = () => {
    looks++
    return new Date(Date.now() + ms)
  }
  const clock = watchClock({
    orm,
    log: { warn: (what: object) => void told.push((what as { seconds: number }).seconds) },
    now,
    everyMs: 1
  })
  await until('three looks', () => looks >= 3)
  await clock.stop()
  return told
}

t.test('a clock that differs from the database’s is told at every look', async (t) => {
  const ahead = await toldWhenOffBy(60_000)
  t.ok(ahead.length >= 2 && ahead.every((seconds) => seconds > 2 && seconds <= 60), `${ahead}`)
  const behind = await toldWhenOffBy(-60_000)
  t.ok(behind.length >= 2 && behind.every((seconds) => seconds < -2 && seconds >= -60), `${behind}`)
})

t.test('a clock that differs by little, or as much as the way there may explain, is not', async (t) => {
  t.same(await toldWhenOffBy(1900), [])
  t.same(await toldWhenOffBy(-1900), [])
})

t.test('a database that is down stops no watch', async (t) => {
  const nowhere = await openDatabase('postgresql://127.0.0.1:1/none', 'public', ENTITIES, log)
  await watchClock({ orm: nowhere, log, everyMs: 1 }).stop()
  await nowhere.close()
  t.pass()
})
