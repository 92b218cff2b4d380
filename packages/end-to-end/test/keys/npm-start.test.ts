import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { findPort } from '../../../../infra/local/postgres/find-port.ts'
import { bash } from '../fixtures/bash.ts'
import { signedIn } from '../fixtures/people.ts'
import { openTerminal } from '../fixtures/terminal.ts'
import { kidOf } from './run-keys.ts'

// Its database has a port and a password of its own, and its secrets were generated: the data folder tells them.
t.test('the keys of a running npm start need no settings', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-keys-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const [identityPort, notificationPort] = [`${await findPort()}`, `${await findPort()}`]
  // A developer's own .env must not reach a test.
  const own = { NODE_ENV: 'development', DATABASE_URL: '', IDENTITY_SECRET: '', MESSAGE_SEALING_KEY: '' }
  const settings = { ...own, QUEUE_URL: '', SMS_PROVIDERS: 'inbox', DATA_DIR: join(folder, 'data') }
  const keys = (typed: string) => bash(`npm run --silent keys:${typed}`, settings)

  const alone = await keys('rotate')
  t.equal(alone.code, 78)
  t.match(alone.stderr, /DATABASE_URL: must be set .*npm start/)

  const ports = { IDENTITY_PORT: identityPort, NOTIFICATION_PORT: notificationPort }
  const terminal = openTerminal(t, 'npm start', { ...settings, ...ports })
  const url = `http://localhost:${identityPort}`
  await terminal.answers(`${url}/readyz`)
  const before = await signedIn({ url })
  t.match(await keys('rotate'), { code: 1, stderr: /too young/ })
  t.match(await keys('rotate -- --now'), { code: 0, stdout: /rotated/ })
  const after = await signedIn({ url })
  t.not(kidOf(after.token), kidOf(before.token))
  t.equal((await before.get('profile')).status, 200)
  t.match(await keys(`withdraw -- ${kidOf(before.token)}`), { code: 0, stdout: /withdrew the previous key/ })
  t.equal((await before.get('profile')).status, 401)
  t.equal((await after.get('profile')).status, 200)
})
