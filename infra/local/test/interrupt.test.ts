import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { processesOf } from './fixtures/processes.ts'
import type { Place } from './fixtures/stack.ts'
import { ask, makePlace, startStack } from './fixtures/stack.ts'
import { until } from './fixtures/until.ts'

const exists = (name: string) => (place: Place) => existsSync(join(place.folder, 'data', name))

const MOMENTS = {
  'before the database is made': exists('running'),
  'while the database is being made': exists('postgres-18.unfinished/global/pg_control'),
  'once the database is made': exists('postgres-18'),
  'once the database is ready': (place: Place) =>
    exists('postgres.log')(place) && readFileSync(join(place.folder, 'data/postgres.log'), 'utf8').includes('ready to'),
  'once the first service answers': (place: Place) => ask(place.identityPort)
}

for (const [moment, hasCome] of Object.entries(MOMENTS)) {
  t.test(`Ctrl-C ${moment} leaves no process and a folder that the next start can use`, async (t) => {
    const place = await makePlace(t)
    const stopped = startStack(t, place)
    await until<unknown>(() => hasCome(place))
    stopped.interrupt()
    t.equal(await stopped.exit(0), 0)
    t.same(processesOf(place.folder), [])

    const next = startStack(t, place)
    await next.ready()
    next.interrupt()
    t.equal(await next.exit(0), 0)
  })
}
