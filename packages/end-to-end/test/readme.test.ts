import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import t from 'tap'
import { findPort } from '../../../infra/local/postgres/find-port.ts'
import { commandLines, processesOf } from '../../../infra/local/test/fixtures/processes.ts'
import { POSTGRES } from './fixtures/backends.ts'
import { bash } from './fixtures/bash.ts'
import { createEmptyDatabase } from './fixtures/database.ts'
import { memoryOf } from './fixtures/memory.ts'
import { newNumber, signedIn } from './fixtures/people.ts'
import { arrivalsAt, codeOn, startTwilio } from './fixtures/phones.ts'
import { startService } from './fixtures/service.ts'
import { openTerminal } from './fixtures/terminal.ts'
import { until } from './fixtures/until.ts'
import { PRODUCTION, SETTINGS, START, STRAY_ANSWERS, TEST, TYPED } from './readme/blocks.ts'
import type { Place } from './readme/type-lines.ts'
import { typeLines } from './readme/type-lines.ts'

const key = () => randomBytes(32).toString('base64')

async function makePlace(t: Test): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-readme-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return { folder, identityPort: await findPort(), notificationPort: await findPort() }
}

const settingsOf = ({ folder, identityPort, notificationPort }: Place) => ({
  DATA_DIR: join(folder, 'data'),
  IDENTITY_PORT: `${identityPort}`,
  NOTIFICATION_PORT: `${notificationPort}`,
  // A developer's own .env must not reach a test: it could send a real SMS.
  ...{ NODE_ENV: 'development', DATABASE_URL: '', QUEUE_URL: '', SMS_PROVIDERS: 'inbox' }
})

/** `npm start` as printed, until it says that it is running. */
async function start(t: Test, place: Place) {
  const startedAt = performance.now()
  const terminal = openTerminal(t, START[0]?.text ?? '', settingsOf(place))
  await terminal.answers(`http://localhost:${place.identityPort}/healthz`)
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  await until('npm start says that it is running', () => terminal.output().includes('Gatehouse is running'))
  return { ...terminal, seconds }
}

t.test('the README speaks of everything that it must', async (t) => {
  t.equal(START.length, 1)
  t.equal(TEST.length, 1)
  t.equal(PRODUCTION.length, 1)
  t.ok(SETTINGS.length >= 2)
  t.ok(TYPED.filter(({ printed }) => printed !== undefined).length >= 5)
  t.same(STRAY_ANSWERS, [])
})

t.test('npm start, and every line typed beside it, answers as printed, also on kept data', async (t) => {
  const place = await makePlace(t)
  const first = await start(t, place)
  t.comment(`npm start to the first answered request, on a new data folder: ${first.seconds} s`)
  t.comment(`memory when started: ${memoryOf(place.folder)}`)
  for (const typed of TYPED) await typeLines(t, place, typed)
  t.comment(`memory after the flow: ${memoryOf(place.folder)}`)
  await first.interrupt()
  t.same(commandLines(processesOf(place.folder)), [], 'Ctrl-C leaves no process')

  const second = await start(t, place)
  t.comment(`npm start to the first answered request, on kept data: ${second.seconds} s`)
  const [register, ...others] = TYPED
  const again = { ...register, command: register?.command.replace('/register/', '/login/') ?? '' }
  for (const typed of [again, ...others.slice(0, 3)])
    await typeLines(t, place, { line: 0, printed: undefined, ...typed })
  await second.interrupt()
  t.same(commandLines(processesOf(place.folder)), [])
})

// Run in full it would run this very test again.
t.test('npm test says what it does', async (t) => {
  const { code, stdout } = await bash(`${TEST[0]?.text} -- --help`)
  t.equal(code, 0)
  t.match(stdout, 'the whole suite')
})

t.test('the settings for sending and signing in are accepted as printed', async (t) => {
  for (const settings of SETTINGS) {
    const secrets = { MESSAGE_SEALING_KEY: key(), IDENTITY_SECRET: key() }
    const needed = { NODE_ENV: 'production', DATABASE_URL: 'postgres://127.0.0.1:9/none', ...secrets }
    const name = 'SMS_PROVIDERS' in settings ? 'notification' : 'identity'
    const service = await startService(name, { ...needed, ...settings })
    t.equal((await service.health('/healthz')).status, 200)
    t.equal(await service.stop(), 0)
  }
})

t.test('the lines for production migrate, start and send for real', { skip: POSTGRES.missing }, async (t) => {
  const [[migrate, identity, notification]] = PRODUCTION as [[string, string, string]]
  const [place, twilio, database] = [
    await makePlace(t),
    await startTwilio(t),
    await createEmptyDatabase(POSTGRES.serverUrl)
  ]
  const secrets = { IDENTITY_SECRET: key(), MESSAGE_SEALING_KEY: key() }
  const settings = { NODE_ENV: 'production', DATABASE_URL: database.url, QUEUE_URL: database.url, ...secrets }
  const env = { ...settingsOf(place), ...settings, PUBLIC_URL: 'https://auth.example.com', ...twilio.settings }

  for (const applied of [/applied now: [1-9]/, /applied now: 0/]) {
    const { code, stdout, stderr } = await bash(migrate, env)
    t.equal(code, 0, stderr)
    t.match(stdout, applied)
  }
  const url = `http://localhost:${place.identityPort}`
  t.teardown(database.drop)
  const terminals = [identity, notification].map((line) => openTerminal(t, line, env))
  await terminals[0]?.answers(`${url}/readyz`)
  await terminals[1]?.answers(`http://localhost:${place.notificationPort}/readyz`)
  const [person, number] = [await signedIn({ url }), newNumber()]
  t.equal((await person.sendCode(number)).status, 200)
  await arrivalsAt(twilio, [number])
  t.match(twilio.taken, [{ body: /\n@auth\.example\.com #\d{6}$/ }])
  t.match(await person.verify(codeOn(twilio, number)), { status: 200 })
  t.equal((await fetch(`http://localhost:${place.notificationPort}/inbox/`)).status, 404, 'production has no inbox')
  await Promise.all(terminals.map((terminal) => terminal.interrupt()))
  t.same(commandLines(processesOf(place.folder)), [])
})
