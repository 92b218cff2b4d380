import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import t from 'tap'
import { commandLines, processesOf } from './fixtures/processes.ts'
import { ask, makePlace, startStack } from './fixtures/stack.ts'

const query = async (folder: string, sql: string) => {
  const read = (name: string) => readFileSync(join(folder, 'data', name), 'utf8').trim()
  const connectionString = `postgres://gatehouse:${read('postgres.password')}@127.0.0.1:${read('postgres.port')}/gatehouse`
  const client = new pg.Client({ connectionString })
  await client.connect()
  const { rows } = await client.query(sql)
  await client.end()
  return rows
}

t.test('Ctrl-C drains the services before the database stops, leaves no process, and the data is kept', async (t) => {
  const place = await makePlace(t)
  const first = startStack(t, place)
  await first.ready()
  const port = readFileSync(join(place.folder, 'data/postgres.port'), 'utf8')
  first.interrupt()
  first.interrupt()
  t.equal(await first.exit(0), 0)
  t.same(processesOf(place.folder), [])
  t.notOk(existsSync(join(place.folder, 'data/postgres-18/postmaster.pid')), 'the database was stopped in order')

  const second = startStack(t, place)
  await second.ready()
  const drained = await query(place.folder, 'select service from drained order by service')
  t.same(drained, [{ service: 'IDENTITY' }, { service: 'NOTIFICATION' }])
  t.equal(readFileSync(join(place.folder, 'data/postgres.port'), 'utf8'), port, 'the port is kept')
  const [encoding] = await query(
    place.folder,
    `select pg_encoding_to_char(encoding) as name, datlocale as locale
    from pg_database where datname = 'gatehouse'`
  )
  t.same(encoding, { name: 'UTF8', locale: 'C.UTF-8' })
  t.same(await query(place.folder, 'show fsync'), [{ fsync: 'on' }])
  second.signal('SIGTERM')
  t.equal(await second.exit(0), 0)
  t.same(processesOf(place.folder), [])
})

t.test('while it runs', async (t) => {
  const place = await makePlace(t)
  const stack = startStack(t, place)
  await stack.ready()

  t.test('a second start on the same data folder is refused and disturbs nothing', async (t) => {
    const before = await ask(place.identityPort)
    const second = startStack(t, place)
    t.equal(await second.exit(1), 1)
    t.match(second.output(), `pid ${stack.pid}`)
    t.match(second.output(), `http://localhost:${place.identityPort} and http://localhost:${place.notificationPort}`)
    t.same(await ask(place.identityPort), before)
  })

  t.test('the password of the database is told to nobody', async (t) => {
    const file = join(place.folder, 'data/postgres.password')
    const password = readFileSync(file, 'utf8')
    t.ok(password.length >= 32)
    t.equal(statSync(file).mode & 0o777, 0o600)
    t.notMatch(commandLines(processesOf(place.folder)).join('\n'), password)
    t.notMatch(stack.output(), password)
    t.notMatch(readFileSync(join(place.folder, 'data/postgres.log'), 'utf8'), password)
  })

  t.test('the addresses shown and given on are those of the ports in use', async (t) => {
    t.match(stack.output(), `curl -X POST http://localhost:${place.identityPort}/api/auth/register/`)
    t.match(stack.output(), `http://localhost:${place.notificationPort}/inbox/`)
    t.match(await ask(place.notificationPort), { publicUrl: `http://localhost:${place.identityPort}` })
  })
})

t.test('ports that are taken are named with the variables that change them, and nothing is started', async (t) => {
  const place = await makePlace(t)
  for (const port of [place.identityPort, place.notificationPort]) {
    const server = createServer().listen(port, '127.0.0.1')
    t.teardown(() => server.close())
  }
  const stack = startStack(t, place)
  t.equal(await stack.exit(1), 1)
  t.match(stack.output(), `port ${place.identityPort} on 127.0.0.1 is taken: set IDENTITY_PORT`)
  t.match(stack.output(), `port ${place.notificationPort} on 127.0.0.1 is taken: set NOTIFICATION_PORT`)
  t.notOk(existsSync(join(place.folder, 'data/postgres-18')))
})

t.test('a port that is none is refused by its name', async (t) => {
  const stack = startStack(t, await makePlace(t), { env: { NOTIFICATION_PORT: 'http' } })
  t.equal(await stack.exit(1), 1)
  t.match(stack.output(), 'NOTIFICATION_PORT must be a port')
})
