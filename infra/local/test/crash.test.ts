import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { processesOf } from './fixtures/processes.ts'
import { ask, makePlace, START, startStack } from './fixtures/stack.ts'
import { until } from './fixtures/until.ts'

const postmaster = (folder: string) =>
  Number.parseInt(readFileSync(join(folder, 'data/postgres-18/postmaster.pid'), 'utf8'), 10)

t.test('a service or database that dies is started again, and the log says which and why', async (t) => {
  const place = await makePlace(t)
  const stack = startStack(t, place)
  await stack.ready()
  const before = await ask(place.notificationPort)
  process.kill(before?.pid ?? 0, 'SIGKILL')
  await until(async () => (await ask(place.notificationPort))?.pid !== before?.pid && ask(place.notificationPort))
  t.match(stack.output(), 'the notification service ended (SIGKILL); it is started again in 0.5 s')

  await ask(place.identityPort, '/crash')
  await until(() => ask(place.identityPort))
  t.match(stack.output(), 'the identity service ended (exit code 3); it is started again in 0.5 s')

  process.kill(postmaster(place.folder), 'SIGKILL')
  await until(() => stack.output().includes('PostgreSQL ended (SIGKILL)'))
  const log = join(place.folder, 'data/postgres.log')
  await until(() => readFileSync(log, 'utf8').split('database system is ready').length > 1)
  stack.interrupt()
  t.equal(await stack.exit(0), 0)
  t.same(processesOf(place.folder), [])
})

t.test('after a kill -9 the services end by themselves, and the next start takes the rest over', async (t) => {
  const place = await makePlace(t)
  const killed = startStack(t, place)
  await killed.ready()
  const leftover = postmaster(place.folder)
  killed.signal('SIGKILL')
  await until(() => !processesOf(START).includes(`${killed.pid}`))

  const next = startStack(t, place)
  await next.ready()
  t.match(next.output(), `stopping the PostgreSQL (pid ${leftover})`)
  next.interrupt()
  t.equal(await next.exit(0), 0)
  t.same(processesOf(place.folder), [])
})

t.test('a service that cannot run with its settings ends everything, once', async (t) => {
  const place = await makePlace(t)
  const stack = startStack(t, place, { env: { STAND_IN_EXIT_CODE: '78' } })
  t.equal(await stack.exit(1), 1)
  t.match(stack.output(), 'service cannot run like this (see above)')
  t.notMatch(stack.output(), 'started again')
  t.same(processesOf(place.folder), [])
})

t.test('a service that never gets ready does not keep Ctrl-C from ending everything', async (t) => {
  const place = await makePlace(t)
  const stack = startStack(t, place, { env: { STAND_IN_EXIT_CODE: '1' } })
  await until(() => stack.output().includes('it is started again in 1 s'))
  stack.interrupt()
  t.equal(await stack.exit(0), 0)
  t.same(processesOf(place.folder), [])
})
